// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.List;
import java.util.Objects;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** A key and its value. */
record KetchEntry<K, V>(K key, V value) implements Cache.Entry<K, V> {
    @Override
    public K getKey() {
        return key;
    }

    @Override
    public V getValue() {
        return value;
    }

    // By hand: JDK 17 keeps the class loader of a record for ever once it has compared two by what it makes itself.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KetchEntry<?, ?> o && Objects.equals(key, o.key) && Objects.equals(value, o.value);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(key) + Objects.hashCode(value);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.of(type, "a cache entry", List.of(Cache.Entry.class), this);
    }
}
