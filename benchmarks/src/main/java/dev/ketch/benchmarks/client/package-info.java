// SPDX-License-Identifier: Apache-2.0
/** One adapter a client, each with the settings that its documentation advises for throughput. */
package dev.ketch.benchmarks.client;
