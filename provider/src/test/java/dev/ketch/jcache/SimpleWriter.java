// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Writes and deletes many as it does one. */
interface SimpleWriter<K, V> extends CacheWriter<K, V> {
    @Override
    default void writeAll(Collection<Cache.Entry<? extends K, ? extends V>> entries) {
        entries.forEach(this::write);
        entries.clear();
    }

    @Override
    default void deleteAll(Collection<?> keys) {
        keys.forEach(this::delete);
        keys.clear();
    }
}
