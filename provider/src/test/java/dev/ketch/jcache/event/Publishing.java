// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Publishes as a cache does of which nobody else changes the key. */
final class Publishing<K, V> {
    private final CacheEvents<K, V> events;

    private Publishing(CacheEvents<K, V> events) {
        this.events = events;
    }

    static <K, V> Publishing<K, V> to(CacheEvents<K, V> events) {
        return new Publishing<>(events);
    }

    private void publish(Occurrence<K, V> occurrence) {
        events.queue(occurrence);
        events.tell(occurrence);
    }

    void created(Cache<K, V> source, K key, V value) {
        publish(Occurrence.created(source, key, value));
    }

    void updated(Cache<K, V> source, K key, @Nullable V oldValue, V newValue) {
        publish(Occurrence.updated(source, key, oldValue, newValue));
    }

    void removed(Cache<K, V> source, K key, @Nullable V oldValue) {
        publish(Occurrence.removed(source, key, oldValue));
    }

    void expired(Cache<K, V> source, K key, @Nullable V oldValue) {
        publish(Occurrence.expired(source, key, oldValue));
    }
}
