// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Effect.Kind;
import dev.ketch.jcache.store.Applied;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.jcache.store.BatchStore.Tried;
import dev.ketch.jcache.store.Deadline;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import dev.ketch.jcache.store.Started;
import java.util.ArrayList;
import java.util.Iterator;
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
        long sliding = core.expiry().sliding();
        long mark = core.loads().mark(slot);
        return got(core.store().read(slot, true, sliding), sliding, mark, start);
    }

    /** Begins a get; the rest of it may wait for a loader. */
    Started<@Nullable V> begin(Slot slot, long start) {
        long sliding = core.expiry().sliding();
        long mark = core.loads().mark(slot);
        return core.store().async().read(slot, true, sliding).then(found -> got(found, sliding, mark, start));
    }

    /**
     * @param sliding the deadline that the read has given the item
     * @param mark {@link Loads#mark} of before
     */
    private @Nullable V got(Snapshot found, long sliding, long mark, long start) {
        if (found.isLive()) {
            core.countGets(1, 0, start);
            if (!isMoved(found, sliding)) {
                accessed(found);
            }
            return core.value(found);
        }
        core.countGets(0, 1, start);
        Publisher<K, V> publisher = new Publisher<>(core);
        Snapshot left = sweep(found, publisher);
        CacheLoader<K, V> loader = core.readLoader();
        V value = loader == null ? null : loading.load(left, loader, mark);
        publisher.finish();
        return value;
    }

    boolean containsKey(Slot slot) {
        return contains(core.store().read(slot, true));
    }

    Started<Boolean> beginContainsKey(Slot slot) {
        return core.store().async().read(slot, true, Expiry.ETERNAL).then(this::contains);
    }

    private boolean contains(Snapshot found) {
        Publisher<K, V> publisher = new Publisher<>(core);
        sweep(found, publisher);
        publisher.finish();
        return found.isLive();
    }

    /** Whether the access of a read that gave the item a sliding deadline needs nothing more. */
    private static boolean isMoved(Snapshot entry, long sliding) {
        return sliding != Expiry.ETERNAL && entry.isMovedByTouch();
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

    /**
     * The same for many.
     *
     * @param sliding the deadline that the read has given the items
     */
    void accessed(List<Snapshot> entries, long sliding) {
        List<Change> changes = new ArrayList<>();
        for (Snapshot entry : entries) {
            Change change = isMoved(entry, sliding) ? null : afterAccess(entry);
            if (change != null) {
                changes.add(change);
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        Tried tried = core.store().batches().applyAll(changes, false);
        List<Snapshot> died = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            if (tried.done().get(i) == Applied.DONE && changes.get(i).payload() == null) {
                died.add(changes.get(i).base());
            }
        }
        Publisher<K, V> publisher = new Publisher<>(core);
        publisher.noteExpired(died);
        publisher.tell();
        publisher.rethrow(tried.failure());
        publisher.finish();
    }

    private @Nullable Change afterAccess(Snapshot entry) {
        if (!core.expiry().isMovedByAccess()) {
            return null;
        }
        long deadline = core.expiry().ask().accessed();
        if (deadline == Expiry.SAME) {
            return null;
        }
        if (deadline == Expiry.NOW) {
            return new Change(entry, null, 0);
        }
        if (!entry.isLiveAt(core.clock().getAsLong())) {
            // It may have been found gone since it was read, and does not come back.
            return null;
        }
        // A sliding one begins anew.
        boolean same = deadline == entry.deadline() && !Deadline.isSliding(deadline);
        return same ? null : Change.touch(entry, deadline);
    }

    /**
     * Removes an entry that was found past its deadline, if somebody wants to hear of it; else the server does so by
     * itself. Of all JVMs that find it, the one that removes it tells its listeners.
     *
     * @return what is there now
     */
    Snapshot sweep(Snapshot found, Publisher<K, V> publisher) {
        return found.isExpired() ? bury(List.of(found), publisher).get(0) : found;
    }

    /** The same for an entry that an operation has looked at and left alone. */
    void sweep(Effect effect, Publisher<K, V> publisher) {
        if (effect.kind() == Kind.NONE) {
            sweep(effect.before(), publisher);
        }
    }

    /** The same for many, the live and the absent among them; in their order. */
    List<Snapshot> sweep(List<Snapshot> found, Publisher<K, V> publisher) {
        List<Snapshot> expired = found.stream().filter(Snapshot::isExpired).toList();
        if (expired.isEmpty()) {
            return found;
        }
        Iterator<Snapshot> buried = bury(expired, publisher).iterator();
        return found.stream().map(s -> s.isExpired() ? buried.next() : s).toList();
    }

    /** The same for entries that all have passed their deadline, be it since they were read. */
    List<Snapshot> bury(List<Snapshot> dead, Publisher<K, V> publisher) {
        if (dead.isEmpty() || !core.events().listensTo(EventType.EXPIRED)) {
            return dead;
        }
        List<Change> removals =
                dead.stream().map(entry -> new Change(entry, null, 0)).toList();
        Tried tried = core.store().batches().applyAll(removals, false);
        List<Snapshot> left = new ArrayList<>(dead);
        List<Snapshot> buried = new ArrayList<>(dead.size());
        for (int i = 0; i < dead.size(); i++) {
            if (tried.done().get(i) == Applied.DONE) {
                buried.add(dead.get(i));
                left.set(i, dead.get(i).removed());
            }
        }
        publisher.noteExpired(buried);
        publisher.tell();
        publisher.rethrow(tried.failure());
        return left;
    }

    private void publishExpired(List<Snapshot> entries) {
        Publisher<K, V> publisher = new Publisher<>(core);
        publisher.noteExpired(entries);
        publisher.finish();
    }
}
