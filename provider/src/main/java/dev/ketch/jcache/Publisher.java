// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Turns.Turn;
import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.jcache.event.CacheEvents;
import dev.ketch.jcache.event.Occurrence;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners what an operation has done, in two steps, so that the order is that of the changes and no lock is
 * held while listeners run. What was done is noted where it is done, under the key's lock: for asynchronous listeners
 * it is queued there, for synchronous ones the turn is taken. {@link #tell} then, without the lock and before the
 * operation returns, calls the synchronous ones.
 *
 * <p>A listener that throws keeps no other event of the operation from being told; {@link #finish} then throws what it
 * threw. For one operation, one thread. Whatever is noted has to be told.
 */
final class Publisher<K, V> {
    /** How many further failures the first one carries: an operation may publish any number of events. */
    private static final int MAX_FURTHER = 20;

    private final CacheCore<K, V> core;
    private final CacheEvents<K, V> events;
    /** Noted, and not told yet. */
    private List<Noted<K, V>> pending = new ArrayList<>(0);

    private @Nullable RuntimeException broken;
    private @Nullable CacheEntryListenerException failure;
    private int further;

    /** What synchronous listeners are to be told of the key, when its turn comes. */
    private record Noted<K, V>(Turn turn, Supplier<Occurrence<K, V>> occurrence) {}

    /** Events of one step that synchronous listeners are to hear, by their keys. */
    private final class Step {
        private final List<Slot> slots = new ArrayList<>(2);
        private final List<Supplier<Occurrence<K, V>>> occurrences = new ArrayList<>(2);

        void add(EventType type, Snapshot before, Supplier<Occurrence<K, V>> maker) {
            if (!events.listensTo(type)) {
                return;
            }
            Supplier<Occurrence<K, V>> occurrence = events.queues(type) ? queued(maker) : maker;
            if (occurrence != null && events.tells(type)) {
                slots.add(before.slot());
                occurrences.add(occurrence);
            }
        }

        void takeTurns() {
            if (!slots.isEmpty()) {
                List<Turn> turns = core.turns().take(slots);
                for (int i = 0; i < turns.size(); i++) {
                    pending.add(new Noted<>(turns.get(i), occurrences.get(i)));
                }
            }
        }
    }

    Publisher(CacheCore<K, V> core) {
        this.core = core;
        this.events = core.events();
    }

    /** Notes what was done to an entry, and returns it. The caller holds the key's lock. */
    Effect note(Effect effect) {
        if (events.isHeard()) {
            noteAll(List.of(effect));
        }
        return effect;
    }

    /** The same for many. */
    List<Effect> noteAll(List<Effect> effects) {
        if (events.isHeard()) {
            Step step = new Step();
            effects.forEach(effect -> add(effect, step));
            step.takeTurns();
        }
        return effects;
    }

    /** Notes that entries were found past their deadline, or died by an access, and are removed. */
    void noteExpired(List<Snapshot> entries) {
        Step step = new Step();
        entries.forEach(entry -> expired(entry, step));
        step.takeTurns();
    }

    private void add(Effect effect, Step step) {
        Snapshot before = effect.before();
        if (before.isExpired() && effect.isDone()) {
            expired(before, step);
        }
        switch (effect.kind()) {
            case NONE, NOT_CREATED, DROPPED, FAILED -> {}
            case CREATED ->
                step.add(
                        EventType.CREATED,
                        before,
                        () -> Occurrence.created(core.source(), key(before), newValue(effect)));
            case UPDATED -> updated(effect, step);
            case UPDATED_AND_EXPIRED -> {
                updated(effect, step);
                step.add(
                        EventType.EXPIRED,
                        before,
                        () -> Occurrence.expired(core.source(), key(before), newValue(effect)));
            }
            case REMOVED -> {
                if (before.isLive()) {
                    step.add(
                            EventType.REMOVED,
                            before,
                            () -> Occurrence.removed(core.source(), key(before), oldValue(before)));
                }
            }
        }
    }

    private void updated(Effect effect, Step step) {
        Snapshot before = effect.before();
        step.add(
                EventType.UPDATED,
                before,
                () -> Occurrence.updated(core.source(), key(before), oldValue(before), newValue(effect)));
    }

    private void expired(Snapshot entry, Step step) {
        step.add(EventType.EXPIRED, entry, () -> Occurrence.expired(core.source(), key(entry), oldValue(entry)));
    }

    /** Queues an event; {@code null} if its values cannot be copied. */
    private @Nullable Supplier<Occurrence<K, V>> queued(Supplier<Occurrence<K, V>> maker) {
        Occurrence<K, V> occurrence = made(maker);
        if (occurrence == null) {
            return null;
        }
        events.queue(occurrence);
        return () -> occurrence;
    }

    /** What keeps values from being copied is thrown at the end: the change stands, and is not all that is told. */
    private @Nullable Occurrence<K, V> made(Supplier<Occurrence<K, V>> maker) {
        try {
            return maker.get();
        } catch (RuntimeException e) {
            broken = broken == null ? e : broken;
            return null;
        }
    }

    /** Tells synchronous listeners what was noted. The caller holds no lock of the operation's own. */
    void tell() {
        if (pending.isEmpty()) {
            return;
        }
        List<Noted<K, V>> all = pending;
        pending = new ArrayList<>(0);
        long patience = Turns.patience();
        try {
            for (Noted<K, V> noted : all) {
                patience = noted.turn().await(patience);
                Occurrence<K, V> occurrence = made(noted.occurrence());
                if (occurrence != null) {
                    tell(occurrence);
                }
                noted.turn().end();
            }
        } finally {
            // An error that nobody handles must not hold up the others.
            all.forEach(noted -> noted.turn().end());
        }
    }

    private void tell(Occurrence<K, V> occurrence) {
        try {
            AtWork.USER_CODE.run(() -> events.tell(occurrence));
        } catch (CacheEntryListenerException e) {
            if (failure == null) {
                failure = e;
            } else if (failure != e && further < MAX_FURTHER) {
                failure.addSuppressed(e);
                further++;
            }
        }
    }

    /** Throws what else has failed, if anything has; what a listener has thrown goes with it. */
    void rethrow(FirstFailure failures) {
        if (failures.isEmpty()) {
            return;
        }
        if (broken != null) {
            failures.add(broken);
        }
        if (failure != null) {
            failures.add(failure);
        }
        failures.rethrow();
    }

    /** Tells what is left to be told, and throws what a listener threw. */
    void finish() {
        tell();
        if (broken != null) {
            if (failure != null && failure != broken) {
                broken.addSuppressed(failure);
            }
            throw broken;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private K key(Snapshot entry) {
        return events.isQueued() ? core.ownKey(entry.slot()) : core.key(entry.slot());
    }

    private V newValue(Effect effect) {
        byte[] payload = effect.payload();
        if (payload == null) {
            throw new IllegalStateException("no new value in " + effect.kind());
        }
        return core.copy(payload);
    }

    /** Of its own, for the caller may change what it was given. */
    private @Nullable V oldValue(Snapshot before) {
        return before.hasValue() ? core.copy(before.payload()) : null;
    }
}
