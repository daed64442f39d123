// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import dev.ketch.jcache.store.Slot;
import java.util.List;
import java.util.Objects;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event as one listener sees it. A removed or expired entry has its old value as its value too; where the old value
 * is not available, both are null then.
 */
final class Event<K, V> extends CacheEntryEvent<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient K key;
    private final transient @Nullable V value;
    private final transient @Nullable V oldValue;

    Event(Cache<K, V> source, EventType type, K key, @Nullable V value, @Nullable V oldValue) {
        super(source, type);
        this.key = key;
        this.value = value;
        this.oldValue = oldValue;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    @SuppressWarnings("NullAway") // JSR-107: null where a removed or expired entry's old value is not available
    public V getValue() {
        return value;
    }

    @Override
    @SuppressWarnings("NullAway") // JSR-107: null where the old value is not available
    public V getOldValue() {
        return oldValue;
    }

    @Override
    public boolean isOldValueAvailable() {
        return oldValue != null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        Objects.requireNonNull(type, "type");
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("a cache entry event cannot be unwrapped to [" + type.getName()
                + "], only to " + List.of(CacheEntryEvent.class.getName()));
    }

    @Override
    public String toString() {
        return getEventType() + " of key [" + Slot.shorten(key) + "] in cache [" + ((Cache<?, ?>) getSource()).getName()
                + "]";
    }
}
