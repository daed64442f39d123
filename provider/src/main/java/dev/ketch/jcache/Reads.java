// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Applied;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import dev.ketch.jcache.store.Started;
import java.util.ArrayList;
import java.util.List;
import javax.cache.event.EventType;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/** {@code get} and {@code containsKey}, and what an access does to an entry's deadline. Thread-safe. */
final class Reads<K, V> {
    private final CacheCore<K, V> core;
    private final Loading<K, V> loading;

    Reads(CacheCore<K, V> core, Loading<K, V> loading) {
        this.core = core;
        this.loading = loading;
    }

    @Nullable
    V get(Slot slot, long start) {
        return got(core.store().read(slot, true), start);
    }

    /** Begins a get; the rest of it may wait for a loader. */
    Started<@Nullable V> begin(Slot slot, long start) {
        return core.store().async().read(slot, true).then(found -> got(found, start));
    }

    private @Nullable V got(Snapshot found, long start) {
        if (found.isLive()) {
            core.countGets(1, 0, start);
            accessed(found);
            return core.value(found);
        }
        core.countGets(0, 1, start);
        sweep(found);
        CacheLoader<K, V> loader = core.readLoader();
        return loader == null ? null : loading.load(found, loader);
    }

    boolean containsKey(Slot slot) {
        return core.store().read(slot, true).isLive();
    }

    Started<Boolean> beginContainsKey(Slot slot) {
        return core.store().async().read(slot, true).then(Snapshot::isLive);
    }

    /**
     * Gives an entry that was read the deadline that the policy wants after an access. If somebody else writes the entry
     * at the same time, the access is as if it had come before.
     */
    void accessed(Snapshot entry) {
        Change change = afterAccess(entry);
        if (change == null) {
            return;
        }
        // An access whose deadline is lost is as if it had not been.
        if (core.store().changes().apply(change, false) == Applied.DONE && change.payload() == null) {
            publishExpired(List.of(entry));
        }
    }

    /** The same for many. */
    void accessed(List<Snapshot> entries) {
        List<Change> changes = new ArrayList<>();
        for (Snapshot entry : entries) {
            Change change = afterAccess(entry);
            if (change != null) {
                changes.add(change);
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        Applied[] done = core.store().batches().applyAll(changes, false);
        List<Snapshot> died = new ArrayList<>();
        for (int i = 0; i < done.length; i++) {
            if (done[i] == Applied.DONE && changes.get(i).payload() == null) {
                died.add(changes.get(i).base());
            }
        }
        publishExpired(died);
    }

    private @Nullable Change afterAccess(Snapshot entry) {
        if (!core.expiry().isMovedByAccess()) {
            return null;
        }
        long deadline = core.expiry().ask().accessed(entry.deadline());
        if (deadline == Expiry.NOW) {
            return new Change(entry, null, 0);
        }
        return deadline == entry.deadline() ? null : Change.touch(entry, deadline);
    }

    /**
     * Removes an entry that was found past its deadline, if somebody wants to hear of it; else the server does so by
     * itself. Of all JVMs that find it, the one that removes it tells its listeners.
     */
    void sweep(Snapshot found) {
        if (found.isExpired()
                && core.events().listensTo(EventType.EXPIRED)
                && core.store().changes().apply(new Change(found, null, 0), false) == Applied.DONE) {
            publishExpired(List.of(found));
        }
    }

    private void publishExpired(List<Snapshot> entries) {
        Publisher<K, V> publisher = new Publisher<>(core);
        entries.forEach(publisher::expired);
        publisher.finish();
    }
}
