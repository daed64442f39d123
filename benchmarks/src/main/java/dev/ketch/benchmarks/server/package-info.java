// SPDX-License-Identifier: Apache-2.0
/** The servers that clients are measured against, and what these say they have served. */
package dev.ketch.benchmarks.server;
