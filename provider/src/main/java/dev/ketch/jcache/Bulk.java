// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.WriteThrough.Batch;
import dev.ketch.jcache.store.BatchStore.Write;
import dev.ketch.jcache.store.BatchStore.Written;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import dev.ketch.jcache.store.Started;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/**
 * Reads and puts many entries, slice by slice. Thread-safe.
 */
final class Bulk<K, V> {
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

    Map<K, V> getAll(Slices slices) {
        Map<K, V> result = new HashMap<>();
        slices.forEach(slice -> getSlice(slice, result));
        return result;
    }

    /** Begins to get entries; {@code null} if there are too many to be read at once. */
    @Nullable
    Started<Map<K, V>> begin(List<Slot> slots) {
        if (slots.size() > Slices.LENGTH || slots.isEmpty()) {
            return null;
        }
        long start = core.start();
        long sliding = core.expiry().sliding();
        Loads.Marks marks = marks();
        return core.store().async().readAll(slots, sliding).then(found -> {
            Map<K, V> result = new HashMap<>();
            got(found, sliding, marks, start, result);
            return result;
        });
    }

    private void getSlice(List<Slot> slots, Map<K, V> result) {
        long start = core.start();
        long sliding = core.expiry().sliding();
        Loads.Marks marks = marks();
        got(core.store().batches().readAll(slots, true, sliding), sliding, marks, start, result);
    }

    private Loads.@Nullable Marks marks() {
        return core.readLoader() == null ? null : core.loads().marks();
    }

    /**
     * @param sliding the deadline that the read has given the items
     * @param marks of before, if there is a loader
     */
    private void got(List<Snapshot> found, long sliding, Loads.@Nullable Marks marks, long start, Map<K, V> result) {
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
        reads.accessed(live, sliding);
        Publisher<K, V> publisher = new Publisher<>(core);
        List<Snapshot> left = reads.sweep(missing, publisher);
        CacheLoader<K, V> loader = core.readLoader();
        if (loader != null && marks != null && !left.isEmpty()) {
            result.putAll(loading.loadMissing(left, loader, marks));
        }
        publisher.finish();
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

    /**
     * Entries to be put, with objects of their own.
     *
     * @param bytes what their values take is taken from it
     */
    List<Put<K, V>> own(Map<? extends K, ? extends V> map, ByteBudget.Share bytes) {
        List<Put<K, V>> puts = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            Slot slot = core.store().detached(core.store().slot(key));
            byte[] payload = core.store().serialize(slot, value);
            bytes.take(payload.length);
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
            if (slice.size() == Slices.LENGTH || bytes > SLICE_BYTES) {
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
        Written stored = core.store().batches().putAll(blind);
        if (stored.count() < blind.size()) {
            // What was begun to be loaded meanwhile may be older.
            blind.forEach(write -> core.loads().supersede(write.slot()));
        }
        core.countPuts(stored.count(), start);
        stored.failure().rethrow();
    }

    private void putSlice(List<Put<K, V>> puts, long start, Publisher<K, V> publisher) {
        BulkEffects done = core.changeAll(Slices.slots(puts, Put::slot), () -> {
            // Before the writer is called: a server that cannot be read from fails the operation as long as nothing is
            // done.
            List<Snapshot> befores =
                    core.store().batches().readAll(Slices.slots(puts, Put::slot), mutations.wantsOldValue());
            WriteThrough<K, V> writer = core.writer();
            if (writer == null) {
                return putLocked(puts, befores).noted(publisher, null);
            }
            List<Cache.Entry<? extends K, ? extends V>> entries = new ArrayList<>(puts.size());
            puts.forEach(put -> {
                core.store().changes().requireFit(put.slot(), put.payload());
                entries.add(put.entry());
            });
            Batch<Cache.Entry<? extends K, ? extends V>> batch = writer.writeAll(entries);
            List<Put<K, V>> written = new ArrayList<>(puts.size());
            List<Snapshot> theirs = new ArrayList<>(puts.size());
            for (int i = 0; i < puts.size(); i++) {
                if (!batch.failed(puts.get(i).entry())) {
                    written.add(puts.get(i));
                    theirs.add(befores.get(i));
                }
            }
            return putLocked(written, theirs).noted(publisher, batch);
        });
        core.countPuts(done.effects().stream().filter(Effect::isPut).count(), start);
        done.tell(publisher);
    }

    private BulkEffects putLocked(List<Put<K, V>> puts, List<Snapshot> befores) {
        List<Plan> plans = new ArrayList<>(puts.size());
        List<Expiry.Deadlines> deadlines = new ArrayList<>(puts.size());
        for (int i = 0; i < puts.size(); i++) {
            deadlines.add(core.expiry().ask());
            plans.add(Mutations.planStore(befores.get(i), puts.get(i).payload(), deadlines.get(i)));
        }
        return BulkEffects.apply(
                core,
                plans,
                i -> mutations.storeAgain(puts.get(i).slot(), puts.get(i).payload(), deadlines.get(i)));
    }
}
