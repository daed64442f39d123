// SPDX-License-Identifier: Apache-2.0
/**
 * The cache manager and the cache of JSR-107, on top of the item store and the memcached client.
 *
 * <p>A manager makes each cache from a {@link dev.ketch.jcache.CacheContext}: configuration, keys, serializer, listeners
 * and counters of its own, the client shared with its siblings. A cache tells its manager when it closes; nothing else
 * goes that way.
 *
 * <p>{@link dev.ketch.jcache.JCache} checks arguments and hands each call to the class of its kind: {@code Reads},
 * {@code Writes}, {@code Bulk}, {@code BulkRemoval}, {@code BulkLoading}, {@code Processing}, {@code Iteration};
 * {@code AsyncForms}, which it extends, does so for callers that do not wait, through the cache's {@code Background}:
 * there each operation is a {@code Work}, which ends once, and is among the {@code Unfinished} until then. What depends on the state of an entry goes
 * through {@code Mutations}: read, decide, write with the CAS that was read, and again if somebody else was faster. The
 * order within an operation is always
 *
 * <ol>
 *   <li>key and value become bytes: what the caller does with the objects later is of no account;
 *   <li>the writer is called, before the cache changes, and not again for a repetition; but for {@code invoke}, if the
 *       processor, run again, comes to another outcome: what the writer was told last must be what the cache has;
 *   <li>the entry changes;
 *   <li>statistics are counted;
 *   <li>listeners hear of it, with no lock held;
 *   <li>the call returns.
 * </ol>
 *
 * <p>Cache and writer's store have no common transaction. Where a repetition finds that the condition holds no longer, or
 * its processor leaves the entry alone, the writer has been called all the same, and nothing is taken back.
 *
 * <p>The expiry policy is asked at most once for each event of JSR-107 that an operation is, however often it repeats.
 */
@NullMarked
package dev.ketch.jcache;

import org.jspecify.annotations.NullMarked;
