// SPDX-License-Identifier: Apache-2.0
/**
 * Real memcached servers for tests: where the binary comes from ({@link dev.ketch.testkit.MemcachedBinary}), and one
 * running process ({@link dev.ketch.testkit.MemcachedProcess}) that a test may stop, continue, kill and restart.
 *
 * <p>The kit depends on no other module of Ketch, so that what it says about a server is an independent check.
 *
 * <ul>
 *   <li>Ports come from below the range that the operating system hands to outgoing connections. From within that
 *       range, a client that keeps reconnecting to a dead server on loopback may be given the server's own port and
 *       connect to itself; the restarted server would then find its port taken.
 *   <li>No server outlives its JVM, even one that is killed: a tiny shell beside each server waits for the end of a pipe
 *       that only the JVM holds open.
 * </ul>
 */
@NullMarked
package dev.ketch.testkit;

import org.jspecify.annotations.NullMarked;
