// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Effect.Kind;
import dev.ketch.jcache.store.Applied;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.jcache.store.Retry;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The way of every change that depends on what is there: read, decide, write with the CAS that was read; and from the
 * start if somebody else was faster. Neither the writer nor the policy notices the repetitions; so if the condition then
 * holds no longer, the writer has been called for a change that the cache does not make. Thread-safe.
 */
final class Mutations<K, V> {
    private final CacheCore<K, V> core;

    Mutations(CacheCore<K, V> core) {
        this.core = core;
    }

    /** A change that would bring an effect about; no change where there is nothing to do. */
    record Plan(Effect effect, @Nullable Change change) {
        static Plan of(Kind kind, Snapshot before, byte @Nullable [] payload, @Nullable Change change) {
            return new Plan(new Effect(kind, before, payload), change);
        }
    }

    /** Plans to store a value where {@code before} is. */
    static Plan planStore(Snapshot before, byte[] payload, Expiry.Deadlines deadlines) {
        if (before.isLive()) {
            long deadline = deadlines.updated(before.deadline());
            return deadline == Expiry.NOW
                    ? Plan.of(Kind.UPDATED_AND_EXPIRED, before, payload, new Change(before, null, 0))
                    : Plan.of(Kind.UPDATED, before, payload, new Change(before, payload, deadline));
        }
        long deadline = deadlines.created();
        if (deadline == Expiry.NOW) {
            boolean mayBeThere = before.isExpired() || before.isUnreachable();
            Change sweep = mayBeThere ? new Change(before, null, 0) : null;
            return Plan.of(Kind.NOT_CREATED, before, null, sweep);
        }
        return Plan.of(Kind.CREATED, before, payload, new Change(before, payload, deadline));
    }

    /** Plans to remove what is there. A dead item needs no removal. */
    static Plan planRemove(Snapshot before) {
        boolean there = before.isLive() || before.isExpired() || before.isUnreachable();
        return Plan.of(Kind.REMOVED, before, null, there ? new Change(before, null, 0) : null);
    }

    /** Whether the old values must be read for the listeners' sake. */
    boolean wantsOldValue() {
        return core.events().wantsOldValue(EventType.UPDATED)
                || core.events().wantsOldValue(EventType.REMOVED)
                || core.events().listensTo(EventType.EXPIRED);
    }

    /**
     * Stores a value where the condition holds. Takes the key's lock; the writer is called under it, at most once.
     *
     * @param withValue whether the condition or the caller needs the old value; a server that cannot be reached then is
     *     an error, whatever the cache makes of it else
     * @param publisher is given note of what was done
     */
    Effect store(Input<V> in, boolean withValue, Predicate<Snapshot> condition, Publisher<K, V> publisher) {
        WriteThrough<K, V> writer = core.writer();
        Slot slot = in.slot();
        Runnable write = writer == null
                ? null
                : () -> {
                    core.store().changes().requireFit(slot, in.payload());
                    writer.write(core.key(slot), in.value());
                };
        return core.change(
                slot,
                publisher,
                () -> change(
                        slot,
                        withValue,
                        condition,
                        write,
                        null,
                        before -> planStore(before, in.payload(), in.deadlines())));
    }

    /** Stores a value whatever is there; the caller holds the key's lock, if any, and has called the writer. */
    Effect storeAgain(Slot slot, byte[] payload, Expiry.Deadlines deadlines) {
        return change(slot, false, before -> true, null, null, before -> planStore(before, payload, deadlines));
    }

    /** Removes what is there; the caller holds the key's lock, if any, and has called the writer. */
    Effect removeAgain(Slot slot) {
        return change(slot, false, before -> true, null, null, Mutations::planRemove);
    }

    /** Creates the entry if there is none; the publisher is given note of it. */
    Effect create(Input<V> in, Publisher<K, V> publisher) {
        Slot slot = in.slot();
        byte[] payload = in.payload();
        Expiry.Deadlines deadlines = in.deadlines();
        if (core.writer() != null || !deadlines.isKnown()) {
            return store(in, true, before -> !before.isLive(), publisher);
        }
        return core.change(slot, publisher, () -> {
            Snapshot first = null;
            if (deadlines.created() != Expiry.NOW) {
                first = core.store().changes().create(slot, payload, deadlines.created());
                if (first == null) {
                    return new Effect(Kind.CREATED, Snapshot.none(slot), payload);
                }
            }
            return change(
                    slot,
                    true,
                    before -> !before.isLive(),
                    null,
                    first,
                    before -> planStore(before, payload, deadlines));
        });
    }

    /**
     * Removes the entry where the condition holds. Takes the key's lock; the writer is called under it, at most once.
     *
     * @param withValue whether the condition or the caller needs the old value; a server that cannot be reached then is
     *     an error, whatever the cache makes of it else
     * @param publisher is given note of what was done
     */
    Effect remove(Slot slot, boolean withValue, Predicate<Snapshot> condition, Publisher<K, V> publisher) {
        WriteThrough<K, V> writer = core.writer();
        Runnable write = writer == null ? null : () -> writer.delete(core.key(slot));
        return core.change(
                slot, publisher, () -> change(slot, withValue, condition, write, null, Mutations::planRemove));
    }

    private Effect change(
            Slot slot,
            boolean withValue,
            Predicate<Snapshot> condition,
            @Nullable Runnable write,
            @Nullable Snapshot first,
            Function<Snapshot, Plan> planner) {
        boolean wanted = withValue || wantsOldValue();
        Snapshot before = first;
        boolean written = false;
        Retry retry = core.store().retry();
        while (true) {
            if (before == null) {
                before = core.store().read(slot, wanted);
            }
            if (withValue) {
                // The answer depends on what is there, and must not be made up.
                before.requireCertain();
            }
            if (!condition.test(before)) {
                return Effect.none(before);
            }
            if (write != null && !written) {
                write.run();
                written = true;
            }
            Plan plan = planner.apply(before);
            switch (withValue ? applyOrFail(plan) : apply(plan)) {
                case DONE -> {
                    return plan.effect();
                }
                case DROPPED -> {
                    return Effect.dropped(before);
                }
                case CONFLICT -> {}
                case FAILED -> throw new IllegalStateException("an entry by itself fails by an exception");
            }
            before = null;
            retry.lost(slot);
        }
    }

    /** Makes the planned change, or drops it and has it remembered. */
    Applied apply(Plan plan) {
        Change change = plan.change();
        return change == null ? Applied.DONE : core.store().changes().apply(change, true);
    }

    /** Makes the planned change, and throws if its server cannot be reached. */
    private Applied applyOrFail(Plan plan) {
        Change change = plan.change();
        if (change == null) {
            return Applied.DONE;
        }
        byte[] payload = change.payload();
        boolean done = payload == null
                ? core.store().changes().delete(change.base())
                : core.store().changes().write(change.base(), payload, change.deadline());
        return done ? Applied.DONE : Applied.CONFLICT;
    }
}
