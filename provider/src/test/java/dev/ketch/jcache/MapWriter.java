// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;

/** Writes to a map that is not thread-safe, and counts its calls. */
record MapWriter<K, V>(Map<K, V> map, AtomicInteger calls) implements SimpleWriter<K, V> {
    @Override
    public void write(Cache.Entry<? extends K, ? extends V> entry) {
        calls.incrementAndGet();
        map.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void delete(Object key) {
        calls.incrementAndGet();
        map.remove(key);
    }
}
