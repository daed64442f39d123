// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.ListingException;
import dev.ketch.client.Server;
import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.WriteThrough.Batch;
import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.jcache.store.Scan;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.cache.CacheException;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** Removes many entries, or all, slice by slice. Thread-safe. */
final class BulkRemoval<K, V> {
    private final CacheCore<K, V> core;
    private final Mutations<K, V> mutations;
    private final Reads<K, V> reads;

    BulkRemoval(CacheCore<K, V> core, Mutations<K, V> mutations, Reads<K, V> reads) {
        this.core = core;
        this.mutations = mutations;
        this.reads = reads;
    }

    void removeAll(Slices slices) {
        Publisher<K, V> publisher = new Publisher<>(core);
        slices.forEach(slice -> removeAll(slice, publisher));
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
        BulkEffects done = core.changeAll(slots, () -> {
            // Before the writer is called: a server that cannot be read from fails the operation as long as nothing is
            // done.
            List<Snapshot> befores =
                    read != null ? read : core.store().batches().readAll(slots, mutations.wantsOldValue());
            WriteThrough<K, V> writer = core.writer();
            Batch<K> batch = null;
            FirstFailure unread = new FirstFailure();
            if (writer != null) {
                List<K> keys = new ArrayList<>(slots.size());
                slots.forEach(slot -> keys.add(core.key(slot)));
                batch = writer.deleteAll(keys);
                befores = read != null ? befores : newsOf(befores, unread);
            }
            BulkEffects effects = removeLocked(befores, batch);
            unread.addTo(effects.failure());
            return effects.noted(publisher, batch);
        });
        core.countRemovals(done.effects().stream().filter(Effect::isRemoval).count(), start);
        done.tell(publisher);
    }

    /** What was not there may have been loaded, by another JVM, until the writer deleted it behind the cache. */
    private List<Snapshot> newsOf(List<Snapshot> befores, FirstFailure failure) {
        List<Slot> absent = befores.stream()
                .filter(before -> Mutations.planRemove(before).change() == null)
                .map(Snapshot::slot)
                .toList();
        if (absent.isEmpty()) {
            return befores;
        }
        try {
            Iterator<Snapshot> now = core.store()
                    .batches()
                    .readAll(absent, mutations.wantsOldValue())
                    .iterator();
            return befores.stream()
                    .map(before -> Mutations.planRemove(before).change() == null ? now.next() : before)
                    .toList();
        } catch (CacheException e) {
            failure.add(e);
            return befores;
        }
    }

    private BulkEffects removeLocked(List<Snapshot> befores, @Nullable Batch<K> batch) {
        List<Plan> plans = new ArrayList<>(befores.size());
        for (Snapshot before : befores) {
            if (batch == null || !batch.failed(core.key(before.slot()))) {
                plans.add(Mutations.planRemove(before));
            }
        }
        return BulkEffects.apply(
                core,
                plans,
                i -> mutations.removeAgain(plans.get(i).effect().before().slot()));
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
                reads.bury(scan.expired(), publisher);
                if (!found.isEmpty()) {
                    removeSlice(Slices.slots(found, Snapshot::slot), found, publisher);
                }
                found = scan.next();
            }
        }
    }
}
