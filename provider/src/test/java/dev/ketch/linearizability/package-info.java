// SPDX-License-Identifier: Apache-2.0
/**
 * Whether each key of a cache is linearizable across JVMs: two JVMs of eight threads make histories on servers that are
 * disturbed, and a checker searches an order of the operations that explains what all of them have seen.
 *
 * <p>Keys are independent, so each has its own history ({@link dev.ketch.linearizability.Operation}) and its own search
 * ({@link dev.ketch.linearizability.Checker}: Wing and Gong's, with Lowe's memory of what was tried). The model is a
 * register with conditions ({@link dev.ketch.linearizability.Kind}); values are written once only, so that a value that
 * is read tells whose it is.
 *
 * <p>Times are {@link java.lang.System#nanoTime}, which is comparable between processes only where it is the machine's
 * own clock; on Linux it is CLOCK_MONOTONIC. The test asks the other JVMs for theirs and does not take it for granted.
 *
 * <h2>What a history may hold beside completed operations</h2>
 *
 * <ul>
 *   <li>An operation that ended as UNKNOWN may take effect at any time after its beginning, once, or never.
 *   <li>An operation that ended as unavailable has not happened, and is no part of the history.
 *   <li>A clear is a removal of every key that nobody has asked what it found. It may take effect or not if it failed.
 *   <li>A loss makes a key absent, or does not, once, within its interval: while its server is killed and started
 *       again. Nothing else may lose an entry.
 *   <li>A {@code put} by a JVM that cannot have noticed yet that its server was emptied or restarted
 *       ({@link dev.ketch.linearizability.Unnoticed} says which) may be written in vain, and then again until it counts:
 *       in its own interval, and before it takes effect itself, what is there may be lost. One that has ended as UNKNOWN may
 *       do so later too. No put that has ended is lost by a clear that is not concurrent with it.
 *   <li>Such a {@code put} after a restart may be lost itself, in its own interval: where it came to the new server before
 *       the counter was begun there, it gives way to what was written since.
 *   <li>A blind {@code putAll} that a clear comes into is not written again. What others have put after the clear it may
 *       have overwritten in vain, and so brings a loss.
 * </ul>
 */
@NullMarked
package dev.ketch.linearizability;

import org.jspecify.annotations.NullMarked;
