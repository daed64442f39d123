// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Slot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way in this JVM, so that threads that miss one key at the same time ask the loader once.
 *
 * <p>A change of the key supersedes its load: who asks from then on does not join it, and what it brings is not stored,
 * for it may have been read before the change. Thread-safe.
 */
final class Loads {
    private static final int STRIPES = 256;

    /** Loads that others can join. */
    private final ConcurrentMap<ByteBuffer, Load> running = new ConcurrentHashMap<>();
    /** Loads that nobody can join, and which a change supersedes all the same. The lists are never changed. */
    private final ConcurrentMap<ByteBuffer, List<Load>> alone = new ConcurrentHashMap<>();
    /** How many loads that others could join have ended, by a few bits of their keys' hash codes. */
    private final AtomicLongArray ended = new AtomicLongArray(STRIPES);

    /** One call of the loader. */
    static final class Load {
        private final ByteBuffer key;
        private final Thread owner = Thread.currentThread();
        private final CompletableFuture<byte @Nullable []> result = new CompletableFuture<>();
        /** Set by whoever changes the key, under the key's lock; read under it before the result is stored. */
        private volatile boolean superseded;

        private Load(ByteBuffer key) {
            this.key = key;
        }

        boolean isSuperseded() {
            return superseded;
        }

        boolean isMine() {
            return owner == Thread.currentThread();
        }

        /** The serialized value, or {@code null} where there is none. */
        CompletableFuture<byte @Nullable []> result() {
            return result;
        }
    }

    /** The load of this key: a new one of this thread, or one that is under way. */
    Load join(Slot slot) {
        ByteBuffer key = ByteBuffer.wrap(slot.wireKey());
        return running.computeIfAbsent(key, Load::new);
    }

    /**
     * To be asked before a key is read: if it is another after the key was found missing, a load of the key may have ended
     * in between, so that what it brought is there by now.
     */
    long mark(Slot slot) {
        return ended.get(stripe(ByteBuffer.wrap(slot.wireKey())));
    }

    /** {@link #mark} of any key. */
    Marks marks() {
        return new Marks();
    }

    /** The marks of all keys at one time. */
    final class Marks {
        private final long[] before = new long[STRIPES];

        private Marks() {
            for (int i = 0; i < STRIPES; i++) {
                before[i] = ended.get(i);
            }
        }

        /** Whether the key's has become another. */
        boolean isOld(Slot slot) {
            return mark(slot) != before[stripe(ByteBuffer.wrap(slot.wireKey()))];
        }
    }

    private static int stripe(ByteBuffer key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }

    /** A load that nobody can join. */
    Load alone(Slot slot) {
        Load load = new Load(ByteBuffer.wrap(slot.wireKey()));
        alone.merge(load.key, List.of(load), (some, more) -> {
            List<Load> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        });
        return load;
    }

    void end(Load load) {
        // Before it can be joined no more.
        ended.incrementAndGet(stripe(load.key));
        if (!running.remove(load.key, load)) {
            alone.computeIfPresent(load.key, (key, loads) -> {
                List<Load> others = new ArrayList<>(loads);
                others.remove(load);
                return others.isEmpty() ? null : others;
            });
        }
    }

    void supersede(Slot slot) {
        if (!running.isEmpty()) {
            Load load = running.remove(ByteBuffer.wrap(slot.wireKey()));
            if (load != null) {
                load.superseded = true;
            }
        }
        if (!alone.isEmpty()) {
            List<Load> loads = alone.remove(ByteBuffer.wrap(slot.wireKey()));
            if (loads != null) {
                loads.forEach(load -> load.superseded = true);
            }
        }
    }

    /**
     * Before a clear: nobody joins what began earlier, and nothing of it is stored, though what it brings has a generation
     * that is over: there are caches without.
     */
    void supersedeAll() {
        for (Load load : running.values()) {
            load.superseded = true;
            running.remove(load.key, load);
        }
        for (ByteBuffer key : alone.keySet()) {
            List<Load> loads = alone.remove(key);
            if (loads != null) {
                loads.forEach(load -> load.superseded = true);
            }
        }
    }
}
