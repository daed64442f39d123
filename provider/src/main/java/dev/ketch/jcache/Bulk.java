// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.ListingException;
import dev.ketch.client.Server;
import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.WriteThrough.Batch;
import dev.ketch.jcache.store.Applied;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.jcache.store.BatchStore.Write;
import dev.ketch.jcache.store.Scan;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import dev.ketch.jcache.store.Started;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.event.EventType;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/**
 * The operations on many entries. They go through their keys in slices, so that what is in memory at a time is bounded
 * whatever the caller hands over. Thread-safe.
 */
final class Bulk<K, V> {
    private static final int SLICE = 1024;
    private static final long SLICE_BYTES = 8L << 20;
    private final CacheCore<K, V> core;
    private final Mutations<K, V> mutations;
    private final Reads<K, V> reads;
    private final Writes<K, V> writes;
    private final Loading<K, V> loading;

    Bulk(
            CacheCore<K, V> core,
            Mutations<K, V> mutations,
            Reads<K, V> reads,
            Writes<K, V> writes,
            Loading<K, V> loading) {
        this.core = core;
        this.mutations = mutations;
        this.reads = reads;
        this.writes = writes;
        this.loading = loading;
    }

    Map<K, V> getAll(Set<? extends K> keys) {
        Map<K, V> result = new HashMap<>();
        for (List<K> slice : Bulk.<K>slices(keys)) {
            getSlice(slots(slice), result);
        }
        return result;
    }

    Map<K, V> getAll(List<Slot> slots) {
        Map<K, V> result = new HashMap<>();
        for (List<Slot> slice : Bulk.<Slot>slices(slots)) {
            getSlice(slice, result);
        }
        return result;
    }

    /** Begins to get entries; {@code null} if there are too many to be read at once. */
    @Nullable
    Started<Map<K, V>> begin(List<Slot> slots) {
        if (slots.size() > SLICE || slots.isEmpty()) {
            return null;
        }
        long start = core.start();
        return core.store().async().readAll(slots).then(found -> {
            Map<K, V> result = new HashMap<>();
            got(found, start, result);
            return result;
        });
    }

    private void getSlice(List<Slot> slots, Map<K, V> result) {
        long start = core.start();
        got(core.store().batches().readAll(slots, true), start, result);
    }

    private void got(List<Snapshot> found, long start, Map<K, V> result) {
        List<Snapshot> live = new ArrayList<>(found.size());
        List<Snapshot> missing = new ArrayList<>();
        for (Snapshot snapshot : found) {
            if (snapshot.isLive()) {
                live.add(snapshot);
                result.put(core.key(snapshot.slot()), core.value(snapshot));
            } else {
                missing.add(snapshot);
            }
        }
        core.countGets(live.size(), missing.size(), start);
        reads.accessed(live);
        missing.forEach(reads::sweep);
        CacheLoader<K, V> loader = core.readLoader();
        if (loader != null && !missing.isEmpty()) {
            result.putAll(loading.loadAll(missing, loader, false));
        }
    }

    /** An entry to be put, and what is known of it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Put<K, V>(KetchEntry<K, V> entry, Slot slot, byte[] payload) {}

    void putAll(Map<? extends K, ? extends V> map) {
        Iterable<Put<K, V>> puts = () -> map.entrySet().stream()
                .map(each -> {
                    Slot slot = core.store().slot(each.getKey());
                    byte[] payload = core.store().serialize(slot, each.getValue());
                    return new Put<K, V>(new KetchEntry<>(each.getKey(), each.getValue()), slot, payload);
                })
                .iterator();
        putAll(puts);
    }

    /** Entries to be put, with objects of their own. */
    List<Put<K, V>> own(Map<? extends K, ? extends V> map) {
        List<Put<K, V>> puts = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            Slot slot = core.store().detached(core.store().slot(key));
            byte[] payload = core.store().serialize(slot, value);
            V own = core.writer() == null ? value : core.copy(payload);
            puts.add(new Put<>(new KetchEntry<>(core.key(slot), own), slot, payload));
        });
        return puts;
    }

    /** The places of keys, with key objects of their own. */
    List<Slot> own(Set<? extends K> keys) {
        List<Slot> slots = new ArrayList<>(keys.size());
        keys.forEach(key -> slots.add(core.store().detached(core.store().slot(key))));
        return slots;
    }

    /** @param puts walked once, and not further than what is put at a time */
    void putAll(Iterable<Put<K, V>> puts) {
        Publisher<K, V> publisher = new Publisher<>(core);
        List<Put<K, V>> slice = new ArrayList<>();
        long start = core.start();
        long bytes = 0;
        for (Put<K, V> each : puts) {
            slice.add(each);
            bytes += each.payload().length;
            if (slice.size() == SLICE || bytes > SLICE_BYTES) {
                put(slice, start, publisher);
                slice = new ArrayList<>();
                start = core.start();
                bytes = 0;
            }
        }
        if (!slice.isEmpty()) {
            put(slice, start, publisher);
        }
        publisher.finish();
    }

    private void put(List<Put<K, V>> puts, long start, Publisher<K, V> publisher) {
        Expiry.Deadlines deadlines = core.expiry().ask();
        long deadline = writes.isBlind(deadlines) ? deadlines.created() : Expiry.NOW;
        if (deadline == Expiry.NOW) {
            putSlice(puts, start, publisher);
            return;
        }
        List<Write> blind = new ArrayList<>(puts.size());
        for (Put<K, V> put : puts) {
            core.loads().supersede(put.slot());
            blind.add(new Write(put.slot(), put.payload(), deadline));
        }
        int stored = core.store().batches().putAll(blind);
        if (stored < blind.size()) {
            // What was begun to be loaded meanwhile may be older.
            blind.forEach(write -> core.loads().supersede(write.slot()));
        }
        core.countPuts(stored, start);
    }

    private void putSlice(List<Put<K, V>> puts, long start, Publisher<K, V> publisher) {
        Done done = core.changeAll(slots(puts, Put::slot), () -> {
            WriteThrough<K, V> writer = core.writer();
            if (writer == null) {
                return new Done(putLocked(puts), null);
            }
            List<Cache.Entry<? extends K, ? extends V>> entries = new ArrayList<>(puts.size());
            puts.forEach(put -> entries.add(put.entry()));
            Batch<Cache.Entry<? extends K, ? extends V>> batch = writer.writeAll(entries);
            return new Done(
                    putLocked(puts.stream()
                            .filter(put -> !batch.failed(put.entry()))
                            .toList()),
                    batch);
        });
        core.countPuts(done.effects().stream().filter(Effect::isPut).count(), start);
        finish(done, publisher);
    }

    /** What was done to a slice, and what the writer said. */
    private record Done(List<Effect> effects, @Nullable Batch<?> batch) {}

    private List<Effect> putLocked(List<Put<K, V>> puts) {
        List<Slot> slots = slots(puts, Put::slot);
        List<Snapshot> befores = core.store().batches().readAll(slots, mutations.wantsOldValue());
        List<Plan> plans = new ArrayList<>(puts.size());
        List<Expiry.Deadlines> deadlines = new ArrayList<>(puts.size());
        for (int i = 0; i < puts.size(); i++) {
            deadlines.add(core.expiry().ask());
            plans.add(Mutations.planStore(befores.get(i), puts.get(i).payload(), deadlines.get(i)));
        }
        return apply(plans, i -> mutations.storeAgain(slots.get(i), puts.get(i).payload(), deadlines.get(i)));
    }

    void removeAll(Set<? extends K> keys) {
        Publisher<K, V> publisher = new Publisher<>(core);
        for (List<K> slice : Bulk.<K>slices(keys)) {
            removeAll(slots(slice), publisher);
        }
        publisher.finish();
    }

    void removeAll(List<Slot> slots) {
        Publisher<K, V> publisher = new Publisher<>(core);
        for (List<Slot> slice : Bulk.<Slot>slices(slots)) {
            removeAll(slice, publisher);
        }
        publisher.finish();
    }

    private void removeAll(List<Slot> slots, Publisher<K, V> publisher) {
        boolean blind = core.writer() == null
                && !core.statistics().isEnabled()
                && !core.events().listensTo(EventType.REMOVED)
                && !core.events().listensTo(EventType.EXPIRED);
        if (blind) {
            core.changeAll(slots, () -> {
                core.store().batches().removeAll(slots);
                return slots;
            });
        } else {
            removeSlice(slots, null, publisher);
        }
    }

    /** @param read what is there, if that is known */
    private void removeSlice(List<Slot> slots, @Nullable List<Snapshot> read, Publisher<K, V> publisher) {
        long start = core.start();
        Done done = core.changeAll(slots, () -> {
            WriteThrough<K, V> writer = core.writer();
            Batch<K> batch = null;
            if (writer != null) {
                List<K> keys = new ArrayList<>(slots.size());
                slots.forEach(slot -> keys.add(core.key(slot)));
                batch = writer.deleteAll(keys);
            }
            return new Done(removeLocked(slots, read, batch), batch);
        });
        core.countRemovals(done.effects().stream().filter(Effect::isRemoval).count(), start);
        finish(done, publisher);
    }

    private List<Effect> removeLocked(List<Slot> slots, @Nullable List<Snapshot> read, @Nullable Batch<K> batch) {
        List<Snapshot> befores = read != null ? read : core.store().batches().readAll(slots, mutations.wantsOldValue());
        List<Plan> plans = new ArrayList<>(slots.size());
        for (Snapshot before : befores) {
            if (batch == null || !batch.failed(core.key(before.slot()))) {
                plans.add(Mutations.planRemove(before));
            }
        }
        return apply(
                plans, i -> mutations.removeAgain(plans.get(i).effect().before().slot()));
    }

    /** Makes the changes; one that lost against somebody else is made again, from its read. */
    private List<Effect> apply(List<Plan> plans, IntFunction<Effect> again) {
        List<Change> changes = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Effect> effects = new ArrayList<>(plans.size());
        for (int i = 0; i < plans.size(); i++) {
            effects.add(plans.get(i).effect());
            if (plans.get(i).change() != null) {
                changes.add(plans.get(i).change());
                places.add(i);
            }
        }
        Applied[] done = core.store().batches().applyAll(changes, true);
        for (int j = 0; j < done.length; j++) {
            int i = places.get(j);
            switch (done[j]) {
                case DONE -> {}
                case CONFLICT -> effects.set(i, again.apply(i));
                case DROPPED ->
                    effects.set(i, Effect.dropped(plans.get(i).effect().before()));
            }
        }
        return effects;
    }

    /** Publishes; what a listener throws waits for the end of the operation. */
    private void finish(Done done, Publisher<K, V> publisher) {
        if (Publisher.isHeard(core.events())) {
            done.effects().forEach(publisher::publish);
        }
        Batch<?> batch = done.batch();
        if (batch != null) {
            batch.rethrow();
        }
    }

    /** Empties the cache; nobody is told. */
    void clear() {
        core.loads().supersedeAll();
        try {
            core.store().clear();
        } catch (ListingException e) {
            throw Iteration.unlistable(core.name(), e);
        }
    }

    /**
     * Removes all entries. Where a writer, a listener or the statistics want to know each of them, the servers are asked
     * to list them first; entries that are put meanwhile go in silence. Without a writer the cache is emptied wherever
     * that is possible, even if a server cannot be listed or reached.
     */
    void removeAll() {
        boolean needed = core.writer() != null || core.events().listensTo(EventType.REMOVED);
        Publisher<K, V> publisher = new Publisher<>(core);
        RuntimeException failure = null;
        if (needed || core.statistics().isEnabled()) {
            try {
                for (Server server : core.store().servers()) {
                    removeAllReachable(server, publisher);
                }
            } catch (ListingException e) {
                // For the statistics alone it is not worth a failure: the entries go uncounted.
                failure = needed ? Iteration.unlistable(core.name(), e) : null;
            } catch (CacheException e) {
                failure = e;
            }
        }
        if (failure != null && core.writer() != null) {
            // The writer's store still has the entries, so the cache keeps them too.
            throw failure;
        }
        try {
            clear();
        } catch (CacheException e) {
            failure = failure == null ? e : failure;
        }
        if (failure != null) {
            throw failure;
        }
        publisher.finish();
    }

    private void removeAllReachable(Server server, Publisher<K, V> publisher) {
        try {
            removeAllOf(server, publisher);
        } catch (ListingException e) {
            if (!core.store().availability().isRemoved(server)) {
                throw e;
            }
        } catch (CacheException e) {
            if (core.store().availability().isRemoved(server)) {
                return;
            }
            // Without a writer, that the server is emptied when it is back is all that is left to do.
            if (core.writer() != null || !core.store().availability().hides(e)) {
                throw e;
            }
        }
    }

    private void removeAllOf(Server server, Publisher<K, V> publisher) {
        try (Scan scan = core.store().scan(server)) {
            List<Snapshot> found = scan.next();
            while (found != null) {
                if (!found.isEmpty()) {
                    removeSlice(slots(found, Snapshot::slot), found, publisher);
                }
                found = scan.next();
            }
        }
    }

    private List<Slot> slots(List<K> keys) {
        List<Slot> slots = new ArrayList<>(keys.size());
        keys.forEach(key -> slots.add(core.store().slot(key)));
        return slots;
    }

    private static <T> List<Slot> slots(List<T> of, Function<T, Slot> slot) {
        List<Slot> slots = new ArrayList<>(of.size());
        of.forEach(each -> slots.add(slot.apply(each)));
        return slots;
    }

    static <T> List<List<T>> slices(Collection<? extends T> all) {
        List<T> list = new ArrayList<>(all);
        List<List<T>> slices = new ArrayList<>(list.size() / SLICE + 1);
        for (int i = 0; i < list.size(); i += SLICE) {
            slices.add(list.subList(i, Math.min(list.size(), i + SLICE)));
        }
        return slices;
    }
}
