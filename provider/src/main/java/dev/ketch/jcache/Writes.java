// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Effect.Kind;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import dev.ketch.jcache.store.Started;
import java.time.Duration;
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

    /** What an operation is to store, by the policy or as it is told. */
    Input<V> input(K key, V value, @Nullable Duration ttl) {
        long start = core.start();
        Slot slot = core.store().slot(key);
        return new Input<>(slot, value, core.store().serialize(slot, value), deadlines(ttl), start);
    }

    /** The same with objects of its own, for an operation that goes on while the caller changes its. */
    Input<V> ownInput(K key, V value, @Nullable Duration ttl) {
        long start = core.start();
        Slot slot = core.store().detached(core.store().slot(key));
        byte[] payload = core.store().serialize(slot, value);
        return new Input<>(slot, core.writer() == null ? value : core.copy(payload), payload, deadlines(ttl), start);
    }

    private Expiry.Deadlines deadlines(@Nullable Duration ttl) {
        return ttl == null ? core.expiry().ask() : core.expiry().given(ttl);
    }

    /** Whether a put need not know what it replaces. */
    boolean isBlind(Expiry.Deadlines deadlines) {
        return core.writer() == null
                && deadlines.isSameForUpdate()
                && !core.events().listensTo(EventType.CREATED)
                && !core.events().listensTo(EventType.UPDATED)
                && !core.events().listensTo(EventType.EXPIRED);
    }

    void put(Input<V> in) {
        Slot slot = in.slot();
        if (isBlind(in.deadlines())) {
            long deadline = in.deadlines().created();
            if (deadline != Expiry.NOW) {
                core.loads().supersede(slot);
                finishBlind(in, core.store().put(slot, in.payload(), deadline));
                return;
            }
        }
        Publisher<K, V> publisher = new Publisher<>(core);
        finishPut(mutations.store(in, false, before -> true, publisher), in.start(), publisher);
    }

    /** Begins a put; {@code null} if it is one that waits. */
    @Nullable
    Started<@Nullable Void> begin(Input<V> in) {
        if (!isBlind(in.deadlines())) {
            return null;
        }
        long deadline = in.deadlines().created();
        if (deadline == Expiry.NOW) {
            return null;
        }
        core.loads().supersede(in.slot());
        Started<Boolean> put = core.store().async().put(in.slot(), in.payload(), deadline);
        return put == null
                ? null
                : put.then(stored -> {
                    finishBlind(in, stored);
                    return null;
                });
    }

    private void finishBlind(Input<V> in, boolean stored) {
        if (!stored) {
            // What was begun to be loaded meanwhile may be older.
            core.loads().supersede(in.slot());
        }
        core.countPuts(stored ? 1 : 0, in.start());
    }

    @Nullable
    V getAndPut(Input<V> in) {
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.store(in, true, before -> true, publisher);
        countGet(effect, in.start());
        finishPut(effect, in.start(), publisher);
        return oldValue(effect);
    }

    boolean putIfAbsent(Input<V> in) {
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.create(in, publisher);
        countGet(effect, in.start());
        finishPut(effect, in.start(), publisher);
        return effect.kind() == Kind.CREATED;
    }

    boolean replace(Input<V> in) {
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.store(in, true, Snapshot::isLive, publisher);
        countGet(effect, in.start());
        finishPut(effect, in.start(), publisher);
        return effect.isDone();
    }

    @Nullable
    V getAndReplace(Input<V> in) {
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.store(in, true, Snapshot::isLive, publisher);
        countGet(effect, in.start());
        finishPut(effect, in.start(), publisher);
        return oldValue(effect);
    }

    boolean replace(Input<V> in, V oldValue) {
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.store(in, true, before -> holds(before, oldValue), publisher);
        countGet(effect, in.start());
        finishPut(effect, in.start(), publisher);
        return finishComparison(effect);
    }

    private boolean isBlindRemoval() {
        return core.writer() == null
                && !core.events().listensTo(EventType.REMOVED)
                && !core.events().listensTo(EventType.EXPIRED);
    }

    /** @param start as {@link CacheCore#start} said */
    boolean remove(Slot slot, long start) {
        if (isBlindRemoval()) {
            boolean removed = core.change(slot, () -> core.store().remove(slot));
            core.countRemovals(removed ? 1 : 0, start);
            return removed;
        }
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.remove(slot, false, before -> true, publisher);
        finishRemove(effect, start, publisher);
        return effect.isRemoval();
    }

    /**
     * Begins a removal; {@code null} if it is one that waits. So is every one in a cache that loads, for it has to keep
     * off, by the key's lock, the load that would store what was loaded before.
     */
    @Nullable
    Started<Boolean> begin(Slot slot, long start) {
        if (!isBlindRemoval() || core.loader() != null) {
            return null;
        }
        return core.store().async().remove(slot).then(removed -> {
            core.countRemovals(removed ? 1 : 0, start);
            return removed;
        });
    }

    @Nullable
    V getAndRemove(Slot slot, long start) {
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.remove(slot, true, before -> true, publisher);
        countGet(effect, start);
        finishRemove(effect, start, publisher);
        return oldValue(effect);
    }

    boolean remove(Slot slot, V oldValue, long start) {
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect = mutations.remove(slot, true, before -> holds(before, oldValue), publisher);
        countGet(effect, start);
        finishRemove(effect, start, publisher);
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

    private void finishPut(Effect effect, long start, Publisher<K, V> publisher) {
        core.countPuts(effect.isPut() ? 1 : 0, start);
        publish(effect, publisher);
    }

    private void finishRemove(Effect effect, long start, Publisher<K, V> publisher) {
        core.countRemovals(effect.isRemoval() ? 1 : 0, start);
        publish(effect, publisher);
    }

    private void publish(Effect effect, Publisher<K, V> publisher) {
        reads.sweep(effect, publisher);
        publisher.finish();
    }
}
