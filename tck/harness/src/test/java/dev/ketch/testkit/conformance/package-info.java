// SPDX-License-Identifier: Apache-2.0
/**
 * What a client may rely on from a memcached, byte by byte, on raw sockets. Every test runs against a real memcached and
 * against the embedded one and expects the same of both; nothing here shares code with either server or with a client.
 */
@NullMarked
package dev.ketch.testkit.conformance;

import org.jspecify.annotations.NullMarked;
