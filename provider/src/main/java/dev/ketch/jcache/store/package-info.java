// SPDX-License-Identifier: Apache-2.0
/**
 * Entries of one cache as items of memcached: the item's header, the generation counters, and the exchanges that read,
 * write and remove items.
 *
 * <p>Two rules decide whether an item is an entry. Its deadline, kept to the millisecond in its header, must not have
 * passed; memcached's own expiry only collects what is dead anyway. And its generation must be that of the counter
 * which the server keeps for the cache: {@code clear()} moves the counter, and every item written before is dead at
 * once, without a scan and without touching what other caches have on the server.
 *
 * <p>Deadlines that begin anew with every access would have every read write the item. They need not be in the header:
 * where the {@link dev.ketch.jcache.store.Deadline} there is sliding, memcached's expiry is what counts, and the read moves
 * it in its own step (GAT). What else that may meet, an entry with a deadline in its header, the caller writes anew, by
 * CAS: a touch in a step of its own could meet another writer's entry, and take from the time that he gave it.
 *
 * <p>Each packet reads the counter after the item. An item's generation that differs from the counter read after it is
 * then always an older one, never one that this packet came too early to see. Whoever stores under a generation that has
 * gone by then compares the CAS of item and counter: an item that others may have seen before the clear is not written
 * again, or it would come back from the dead.
 *
 * <p>Items of caches that share them with other programs have no header: an {@code ItemForm} says what there is instead.
 * Such an item's generation is its CAS, and memcached alone ends it. Since what is written with a CAS then always belongs
 * to the present, a write that depends on a read looks at the counter once more, and is taken back where the cache was
 * cleared in between.
 *
 * <p>Nothing here knows listeners, loaders, writers, policies or statistics, and nothing here takes a lock: where
 * several writers meet, the CAS decides, and the loser is told so.
 */
@NullMarked
package dev.ketch.jcache.store;

import org.jspecify.annotations.NullMarked;
