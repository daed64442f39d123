// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.List;
import javax.cache.Cache;

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

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.of(type, "a cache entry", List.of(Cache.Entry.class), this);
    }
}
