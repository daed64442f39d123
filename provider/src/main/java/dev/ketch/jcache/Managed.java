// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.config.KetchSettings;
import dev.ketch.jcache.event.CacheEvents;
import dev.ketch.jcache.management.CacheBeans;
import dev.ketch.jcache.management.CacheStatistics;
import java.util.concurrent.locks.ReentrantLock;

/** A cache and what its manager keeps beside it. Equal to itself only. */
final class Managed<K, V> {
    final JCache<K, V> cache;
    final CacheContext<K, V> context;
    final CacheBeans beans;

    private final ReentrantLock lock = new ReentrantLock();

    private Managed(JCache<K, V> cache, CacheContext<K, V> context, CacheBeans beans) {
        this.cache = cache;
        this.context = context;
        this.beans = beans;
    }

    /** Turns statistics or management on or off: what is set and what is shown are the same for all who do so at once. */
    void switching(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a cache that its manager does not know yet. */
    static <K, V> Managed<K, V> make(
            KetchCacheManager manager,
            Shared open,
            KetchSettings settings,
            String cacheName,
            CacheConfig<K, V> config) {
        CacheForm form = CacheForm.of(cacheName, config, settings, open.serializers());
        CacheStatistics statistics = new CacheStatistics();
        statistics.setEnabled(config.isStatisticsEnabled());
        CacheEvents<K, V> events =
                new CacheEvents<>(cacheName, config.getCacheEntryListenerConfigurations(), settings.listenerQueue());
        try {
            CacheContext<K, V> context = new CacheContext<>(
                    manager,
                    cacheName,
                    config,
                    open.client(),
                    form.keys(),
                    form.serializer(),
                    form.compression(),
                    form.signer(),
                    open.classLoader(),
                    events,
                    statistics,
                    settings,
                    open.threads());
            JCache<K, V> cache = new JCache<>(context);
            return new Managed<>(
                    cache,
                    context,
                    new CacheBeans(manager.getURI(), cacheName, config, statistics, cache.flaws(), events.bean()));
        } catch (RuntimeException | Error e) {
            try {
                events.close();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }
}
