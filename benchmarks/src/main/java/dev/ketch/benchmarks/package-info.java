// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks, Ketch and its peers in the same run against the same memcached. */
package dev.ketch.benchmarks;
