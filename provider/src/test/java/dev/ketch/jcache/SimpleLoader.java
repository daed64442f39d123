// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.HashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;

/** Loads many as it loads one. */
abstract class SimpleLoader<K, V> implements CacheLoader<K, V> {
    @Override
    public Map<K, V> loadAll(Iterable<? extends K> keys) {
        Map<K, V> loaded = new HashMap<>();
        for (K key : keys) {
            V value = load(key);
            if (value != null) {
                loaded.put(key, value);
            }
        }
        return loaded;
    }
}
