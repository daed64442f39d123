// SPDX-License-Identifier: Apache-2.0
/**
 * Which server owns a key: the ketama continuum. Pure functions; only what reads a list of servers from a file, and the
 * {@link dev.ketch.client.ring.RingTool} for the command line, do I/O.
 *
 * <p>Servers are known by their configured names, never by a resolved address, so that a ring survives a change of
 * addresses. Everything is computed once, in 32-bit floats exactly as the libraries do whose rings these are: one
 * rounding more or less and a server gets other points than in the clients of other languages that share the cache.
 *
 * <p>Nothing here needs more than the JDK at run time, so that the tool runs from the jar alone.
 */
package dev.ketch.client.ring;
