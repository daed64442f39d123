// SPDX-License-Identifier: Apache-2.0
/** The workloads, as JMH benchmarks: every value is checked, every operation counted and held against the server's count. */
package dev.ketch.benchmarks.load;
