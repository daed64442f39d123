// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Effect.Kind;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.Objects;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** The operations that change one entry. Thread-safe. */
final class Writes<K, V> {
    private final CacheCore<K, V> core;
    private final Mutations<K, V> mutations;
    private final Reads<K, V> reads;

    Writes(CacheCore<K, V> core, Mutations<K, V> mutations, Reads<K, V> reads) {
        this.core = core;
        this.mutations = mutations;
        this.reads = reads;
    }

    /** Whether a put need not know what it replaces. */
    boolean isBlind() {
        return core.writer() == null
                && core.expiry().isSameForUpdate()
                && !core.events().listensTo(EventType.CREATED)
                && !core.events().listensTo(EventType.UPDATED)
                && !core.events().listensTo(EventType.EXPIRED);
    }

    void put(K key, V value) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        byte[] payload = core.store().serialize(slot, value);
        if (isBlind()) {
            long deadline = core.expiry().ask().created();
            if (deadline != Expiry.NOW) {
                core.loads().supersede(slot);
                boolean stored = core.store().put(slot, payload, deadline);
                if (!stored) {
                    // What was begun to be loaded meanwhile may be older.
                    core.loads().supersede(slot);
                }
                core.countPuts(stored ? 1 : 0, start);
                return;
            }
        }
        finishPut(mutations.store(slot, value, payload, false, before -> true), start);
    }

    @Nullable
    V getAndPut(K key, V value) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        byte[] payload = core.store().serialize(slot, value);
        Effect effect = mutations.store(slot, value, payload, true, before -> true);
        countGet(effect, start);
        finishPut(effect, start);
        return oldValue(effect);
    }

    boolean putIfAbsent(K key, V value) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        Effect effect = mutations.create(slot, value, core.store().serialize(slot, value));
        countGet(effect, start);
        finishPut(effect, start);
        return effect.kind() == Kind.CREATED;
    }

    boolean replace(K key, V value) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        byte[] payload = core.store().serialize(slot, value);
        Effect effect = mutations.store(slot, value, payload, true, Snapshot::isLive);
        countGet(effect, start);
        finishPut(effect, start);
        return effect.isDone();
    }

    @Nullable
    V getAndReplace(K key, V value) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        byte[] payload = core.store().serialize(slot, value);
        Effect effect = mutations.store(slot, value, payload, true, Snapshot::isLive);
        countGet(effect, start);
        finishPut(effect, start);
        return oldValue(effect);
    }

    boolean replace(K key, V oldValue, V newValue) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        byte[] payload = core.store().serialize(slot, newValue);
        Effect effect = mutations.store(slot, newValue, payload, true, before -> holds(before, oldValue));
        countGet(effect, start);
        finishPut(effect, start);
        return finishComparison(effect);
    }

    boolean remove(K key) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        if (core.writer() == null
                && !core.events().listensTo(EventType.REMOVED)
                && !core.events().listensTo(EventType.EXPIRED)) {
            boolean removed = core.change(slot, () -> core.store().remove(slot));
            core.countRemovals(removed ? 1 : 0, start);
            return removed;
        }
        Effect effect = mutations.remove(slot, false, before -> true);
        finishRemove(effect, start);
        return effect.isRemoval();
    }

    @Nullable
    V getAndRemove(K key) {
        long start = core.start();
        Effect effect = mutations.remove(core.store().slot(key), true, before -> true);
        countGet(effect, start);
        finishRemove(effect, start);
        return oldValue(effect);
    }

    boolean remove(K key, V oldValue) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        Effect effect = mutations.remove(slot, true, before -> holds(before, oldValue));
        countGet(effect, start);
        finishRemove(effect, start);
        return finishComparison(effect);
    }

    private boolean holds(Snapshot before, V value) {
        // Arrays by content: two of them are never equal otherwise, since what was read is always an array of its own.
        return before.isLive() && Objects.deepEquals(value, core.value(before));
    }

    /** A comparison that failed was an access to the entry. */
    private boolean finishComparison(Effect effect) {
        if (!effect.isDone() && effect.before().isLive()) {
            reads.accessed(effect.before());
        }
        return effect.isDone();
    }

    private @Nullable V oldValue(Effect effect) {
        return effect.before().isLive() ? core.value(effect.before()) : null;
    }

    private void countGet(Effect effect, long start) {
        boolean hit = effect.before().isLive();
        core.countGets(hit ? 1 : 0, hit ? 0 : 1, start);
    }

    private void finishPut(Effect effect, long start) {
        core.countPuts(effect.isPut() ? 1 : 0, start);
        publish(effect);
    }

    private void finishRemove(Effect effect, long start) {
        core.countRemovals(effect.isRemoval() ? 1 : 0, start);
        publish(effect);
    }

    private void publish(Effect effect) {
        Publisher<K, V> publisher = new Publisher<>(core);
        publisher.publish(effect);
        publisher.finish();
    }
}
