// SPDX-License-Identifier: Apache-2.0
/**
 * Compares Ketch with its peers: a run is made of contestants (a client with its settings) and cells (a workload at a
 * number of callers), gone through in rounds.
 *
 * <p>JMH measures each cell, but it would finish one client before it begins the next, and a machine's mood changes
 * within minutes. So the rounds are ours: in each, every contestant gets a JVM of its own, in which JMH runs the cells
 * without forking again, and the order of the contestants turns round from one round to the next.
 */
package dev.ketch.benchmarks;
