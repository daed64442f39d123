// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of each server's state, and what is to be made up for when it comes back.
 *
 * <h2>States</h2>
 *
 * A server that does not answer keeps its place on the ring, so that no key moves; calls to it end at once, and a probe
 * looks for its return ({@link dev.ketch.client.server.ServerHealth}). A failed connect takes a server down at once,
 * timeouts only when several connections in a row were silent; neither counts while this JVM itself was held up, which
 * the timer sees by its own lateness. A connection that was closed proves nothing, and a server that admits no more
 * connections is not down.
 *
 * <h2>The journal</h2>
 *
 * Two things leave a server with an older entry than this JVM wanted there: a write that was dropped, and one of which
 * nobody knows whether it was done. Both are kept in the {@link dev.ketch.client.server.Journal}, whatever the state, and
 * as long as a key is there this JVM takes its entry for absent. A repair deletes the keys as soon as the server takes
 * commands, and only then forgets them. What was unknown is repaired only once its connection is settled: the server may
 * else do the old write after the repair.
 *
 * <p>Where there is too much to remember, or a connection was given up before it was settled, the owner's fence is raised
 * instead, which voids everything that the owner had on the server, and also what a late write brings, since that carries
 * the number of before.
 *
 * <p>A server that returns is {@link dev.ketch.client.ServerState#REPAIRING} until its journal is found empty in one step
 * with its becoming {@link dev.ketch.client.ServerState#UP}. What is dropped or unknown later finds a server that is up,
 * and is repaired there and then.
 */
@NullMarked
package dev.ketch.client.server;

import org.jspecify.annotations.NullMarked;
