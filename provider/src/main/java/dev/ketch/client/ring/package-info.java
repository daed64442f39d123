// SPDX-License-Identifier: Apache-2.0
/**
 * Which server owns a key: the ketama continuum. Pure functions, no I/O.
 *
 * <p>Servers are known by their configured names, never by a resolved address, so that a ring survives a change of
 * addresses. Everything is computed once, in 32-bit floats exactly as the C libraries do: one rounding more or less and
 * a server gets other points than in the clients of other languages that share the cache.
 */
package dev.ketch.client.ring;
