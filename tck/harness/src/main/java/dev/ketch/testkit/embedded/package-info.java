// SPDX-License-Identifier: Apache-2.0
/**
 * A memcached server in the JVM, for demonstrations and unit tests: the binary protocol as memcached 1.6.18 speaks it,
 * and the few text commands that tools and clients need beside it.
 *
 * <p>{@link dev.ketch.testkit.embedded.EmbeddedMemcached} is the only public type. Below it, {@code Connection} serves
 * one socket on a thread of its own and picks the protocol by the first byte; {@code BinaryProtocol} and {@code
 * TextProtocol} parse and answer; {@code ItemStore} keeps the items; {@code Statistics} reports.
 *
 * <p>The frames are read and written by a codec of this package, not by the client's, so that a misreading of the
 * protocol by one is not shared by the other. The conformance tests run every rule here against a real memcached too.
 *
 * <p>One blocking thread a connection is enough for a test server and gives back-pressure for nothing: a client that
 * does not read its replies stops being read, so a slow reader costs one small buffer and never more.
 */
@NullMarked
package dev.ketch.testkit.embedded;

import org.jspecify.annotations.NullMarked;
