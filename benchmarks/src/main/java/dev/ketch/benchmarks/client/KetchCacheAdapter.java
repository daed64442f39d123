// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import dev.ketch.benchmarks.server.Target;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/** The whole of Ketch through {@code javax.cache}: keys, generations, expiry, item header, serializer. */
final class KetchCacheAdapter implements CacheClient {
    private final CacheManager manager;
    private final Cache<String, byte[]> cache;

    KetchCacheAdapter(Target target) {
        KetchTuning tuning = KetchTuning.current();
        URI uri = URI.create("memcached://" + target.host() + ":" + target.port() + "/bench?timeout=3s"
                + "&directConnections=" + tuning.directConnections() + "&batchesInFlight=" + tuning.batchesInFlight()
                + "&maxQueuedOperations=" + KetchTuning.MAX_QUEUED_OPERATIONS);
        manager = Caching.getCachingProvider().getCacheManager(uri, null);
        cache = manager.createCache(
                "bench", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
    }

    @Override
    public byte[] get(String key) {
        return cache.get(key);
    }

    @Override
    public void set(String key, byte[] value) {
        cache.put(key, value);
    }

    @Override
    public Map<String, byte[]> getAll(Set<String> keys) {
        return cache.getAll(keys);
    }

    @Override
    public void close() {
        manager.close();
    }
}
