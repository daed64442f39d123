// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.event.CacheEvents;
import dev.ketch.jcache.management.CacheStatistics;
import dev.ketch.jcache.store.EntryStore;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of one cache share. Immutable; its parts are thread-safe.
 *
 * @param name the cache's name
 * @param source the cache, as events name it
 * @param store the entries
 * @param expiry the expiry policy
 * @param events the listeners
 * @param statistics the counters
 * @param loader the cache loader, if any
 * @param readThrough whether reads that miss ask the loader
 * @param writer the cache writer, if the cache writes through
 * @param calls the calls of the policy, the loader and the writer
 * @param locks keeps operations of this JVM on one key apart
 * @param turns the order of events
 * @param loads what is being loaded
 * @param clock epoch milliseconds
 */
record CacheCore<K, V>(
        String name,
        Cache<K, V> source,
        EntryStore store,
        Expiry expiry,
        CacheEvents<K, V> events,
        CacheStatistics statistics,
        @Nullable CacheLoader<K, V> loader,
        boolean readThrough,
        @Nullable WriteThrough<K, V> writer,
        UserCalls calls,
        KeyLocks locks,
        Turns turns,
        Loads loads,
        LongSupplier clock) {

    /** The loader of reads that miss, if they are to ask it. */
    @Nullable
    CacheLoader<K, V> readLoader() {
        return readThrough ? loader : null;
    }

    /**
     * Does something that may change the key's entry, under the key's lock. What is being loaded then is superseded at
     * the end: a load that begins later finds what the change, or its writer, has left behind.
     */
    <T> T change(Slot slot, Supplier<T> action) {
        return locks.under(slot, () -> {
            try {
                return action.get();
            } finally {
                loads.supersede(slot);
            }
        });
    }

    /** The same, noted for the listeners to be told of. */
    Effect change(Slot slot, Publisher<K, V> publisher, Supplier<Effect> action) {
        return change(slot, () -> publisher.note(action.get()));
    }

    /** Does something that may change many entries, under their keys' locks. */
    <T> T changeAll(List<Slot> slots, Supplier<T> action) {
        return locks.underAll(slots, () -> {
            try {
                return action.get();
            } finally {
                slots.forEach(loads::supersede);
            }
        });
    }

    /** The start of a measured operation; 0 while nobody measures. */
    long start() {
        return statistics.isEnabled() ? System.nanoTime() : 0;
    }

    void countGets(long hits, long misses, long start) {
        if (statistics.isEnabled()) {
            statistics.hits(hits);
            statistics.misses(misses);
            statistics.getNanos(spent(start));
        }
    }

    void countPuts(long puts, long start) {
        if (puts != 0 && statistics.isEnabled()) {
            statistics.puts(puts);
            statistics.putNanos(spent(start));
        }
    }

    void countRemovals(long removals, long start) {
        if (removals != 0 && statistics.isEnabled()) {
            statistics.removals(removals);
            statistics.removeNanos(spent(start));
        }
    }

    private static long spent(long start) {
        return start == 0 ? 0 : System.nanoTime() - start;
    }

    /** The value of what was read; the serializer gave it the type that was once put. */
    @SuppressWarnings("unchecked")
    V value(Snapshot snapshot) {
        return (V) snapshot.value();
    }

    /** A value of its own for each who gets to see it. */
    @SuppressWarnings("unchecked")
    V copy(byte[] payload) {
        return (V) store.copy(payload);
    }

    @SuppressWarnings("unchecked")
    K key(Slot slot) {
        return (K) slot.key();
    }

    /** The same for who may look at it after the call has returned: the caller can change its own meanwhile. */
    K ownKey(Slot slot) {
        return key(store.detached(slot));
    }
}
