// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.MemcachedClient;
import dev.ketch.config.KetchSettings;
import dev.ketch.jcache.event.CacheEvents;
import dev.ketch.jcache.management.CacheStatistics;
import dev.ketch.jcache.store.CacheKeys;
import dev.ketch.jcache.store.Compression;
import dev.ketch.jcache.store.ItemSigner;
import dev.ketch.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * What a cache is made of and works with. Client and serializer are shared by the caches of a manager; the rest is the
 * cache's own, and closing {@code events} is the cache's business.
 *
 * @param manager to be told when the cache closes
 * @param name the cache's name
 * @param config what the cache was created with
 * @param client where the entries are
 * @param keys from keys to keys on the wire
 * @param serializer from values to bytes and back
 * @param compression of large values
 * @param signer of items, if they are signed
 * @param classLoader of the manager, for the classes of keys and values
 * @param events the cache's listeners
 * @param statistics the cache's counters
 * @param settings of the manager
 * @param threads of the manager's asynchronous operations
 */
record CacheContext<K, V>(
        KetchCacheManager manager,
        String name,
        CacheConfig<K, V> config,
        MemcachedClient client,
        CacheKeys keys,
        Serializer serializer,
        Compression compression,
        @Nullable ItemSigner signer,
        ClassLoader classLoader,
        CacheEvents<K, V> events,
        CacheStatistics statistics,
        KetchSettings settings,
        AsyncThreads threads) {}
