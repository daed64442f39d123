// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import javax.cache.Cache;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an entry, before it is known who hears of it. Immutable; key and values are nobody else's where
 * listeners may hear of them after the operation has returned.
 *
 * @param newValue the value after it; null for a removal or expiry
 * @param oldValue the value before it, if the cache knows
 */
public record Occurrence<K, V>(
        Cache<K, V> source,
        EventType type,
        K key,
        @Nullable V newValue,
        @Nullable V oldValue) {
    public static <K, V> Occurrence<K, V> created(Cache<K, V> source, K key, V value) {
        return new Occurrence<>(source, EventType.CREATED, key, value, null);
    }

    public static <K, V> Occurrence<K, V> updated(Cache<K, V> source, K key, @Nullable V oldValue, V newValue) {
        return new Occurrence<>(source, EventType.UPDATED, key, newValue, oldValue);
    }

    public static <K, V> Occurrence<K, V> removed(Cache<K, V> source, K key, @Nullable V oldValue) {
        return new Occurrence<>(source, EventType.REMOVED, key, null, oldValue);
    }

    public static <K, V> Occurrence<K, V> expired(Cache<K, V> source, K key, @Nullable V oldValue) {
        return new Occurrence<>(source, EventType.EXPIRED, key, null, oldValue);
    }

    /**
     * The event for a listener. One that did not ask for old values gets none, even if another one's wish has made
     * them known: what a listener sees does not depend on who else listens.
     */
    Event<K, V> toEvent(boolean withOldValue) {
        V old = withOldValue ? oldValue : null;
        boolean gone = type == EventType.REMOVED || type == EventType.EXPIRED;
        return new Event<>(source, type, key, gone ? old : newValue, old);
    }
}
