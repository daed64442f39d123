// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.event.CacheEvents;
import dev.ketch.jcache.store.Snapshot;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners what an operation has done: after the mutation, before the operation returns, and never under a
 * lock. A listener that throws keeps no other event of the operation from being published; {@link #finish} then throws
 * what it threw. For one operation, one thread.
 */
final class Publisher<K, V> {
    /** How many further failures the first one carries: an operation may publish any number of events. */
    private static final int MAX_FURTHER = 20;

    private final CacheCore<K, V> core;
    private final CacheEvents<K, V> events;
    private @Nullable CacheEntryListenerException failure;
    private int further;

    Publisher(CacheCore<K, V> core) {
        this.core = core;
        this.events = core.events();
    }

    /** Whether anybody wants to know of what {@link #publish} would tell. */
    static boolean isHeard(CacheEvents<?, ?> events) {
        return events.listensTo(EventType.CREATED)
                || events.listensTo(EventType.UPDATED)
                || events.listensTo(EventType.REMOVED)
                || events.listensTo(EventType.EXPIRED);
    }

    void publish(Effect effect) {
        if (effect.before().isExpired() && effect.isDone()) {
            expired(effect.before());
        }
        K key = key(effect.before());
        switch (effect.kind()) {
            case NONE, NOT_CREATED, DROPPED -> {}
            case CREATED -> {
                if (events.listensTo(EventType.CREATED)) {
                    fire(() -> events.created(core.source(), key, newValue(effect)));
                }
            }
            case UPDATED -> updated(key, effect);
            case UPDATED_AND_EXPIRED -> {
                updated(key, effect);
                if (events.listensTo(EventType.EXPIRED)) {
                    fire(() -> events.expired(core.source(), key, newValue(effect)));
                }
            }
            case REMOVED -> {
                if (effect.before().isLive() && events.listensTo(EventType.REMOVED)) {
                    fire(() -> events.removed(core.source(), key, oldValue(effect.before())));
                }
            }
        }
    }

    private void updated(K key, Effect effect) {
        if (events.listensTo(EventType.UPDATED)) {
            fire(() -> events.updated(core.source(), key, oldValue(effect.before()), newValue(effect)));
        }
    }

    /** The entry was found past its deadline, or died by an access, and is removed. */
    void expired(Snapshot entry) {
        if (events.listensTo(EventType.EXPIRED)) {
            fire(() -> events.expired(core.source(), key(entry), oldValue(entry)));
        }
    }

    /** Throws what a listener threw. */
    void finish() {
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

    private void fire(Runnable event) {
        try {
            AtWork.USER_CODE.run(event);
        } catch (CacheEntryListenerException e) {
            if (failure == null) {
                failure = e;
            } else if (failure != e && further < MAX_FURTHER) {
                failure.addSuppressed(e);
                further++;
            }
        }
    }
}
