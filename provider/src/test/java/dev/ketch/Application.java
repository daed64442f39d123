// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import java.io.Serializable;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.MutableEntry;

/**
 * An application whose classes a loader has of its own: it uses a manager in every way in which somebody might remember
 * them. Nothing here ends what it begins, but for the manager.
 */
public final class Application implements Consumer<CacheManager> {
    /** A value. */
    public static final class Item implements Serializable {
        private static final long serialVersionUID = 1L;

        public int weight = 7;
    }

    /** Loads, writes and listens. */
    private static final class Part
            implements CacheLoader<String, Item>, CacheWriter<String, Item>, CacheEntryCreatedListener<String, Item> {
        final CountDownLatch heard = new CountDownLatch(1);

        @Override
        public Item load(String key) {
            return new Item();
        }

        @Override
        public Map<String, Item> loadAll(Iterable<? extends String> keys) {
            Map<String, Item> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, new Item()));
            return loaded;
        }

        @Override
        public void write(Cache.Entry<? extends String, ? extends Item> entry) {}

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends Item>> entries) {
            entries.clear();
        }

        @Override
        public void delete(Object key) {}

        @Override
        public void deleteAll(Collection<?> keys) {
            keys.clear();
        }

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Item>> events) {
            heard.countDown();
        }
    }

    /** For an application that has Ketch itself: the manager is found as the JSR says, and all is closed as it says. */
    public static void main(String[] args) {
        new Application().accept(Caching.getCachingProvider().getCacheManager(URI.create(args[0]), null));
        Caching.getCachingProvider().close();
    }

    @Override
    public void accept(CacheManager manager) {
        try {
            use(manager, "shared", false);
            use(manager, "own", true);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void use(CacheManager manager, String name, boolean ownExecutor) throws InterruptedException {
        Part synchronous = new Part();
        Part asynchronous = new Part();
        KetchConfiguration<String, Item> configuration = new KetchConfiguration<>();
        configuration
                .setTypes(String.class, Item.class)
                .setStatisticsEnabled(true)
                .setManagementEnabled(true)
                .setReadThrough(true)
                .setWriteThrough(true)
                .setCacheLoaderFactory(Part::new)
                .setCacheWriterFactory(Part::new)
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> synchronous, null, false, true))
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> asynchronous, null, false, false));
        if (ownExecutor) {
            configuration.setExecutorFactory(() -> task -> new Thread(task).start());
        }
        Cache<String, Item> cache = manager.createCache(name, configuration);
        for (int i = 0; i < 20; i++) {
            cache.put("k" + i, new Item());
        }
        check(cache.get("k1").weight == 7 && cache.get("loaded") != null);
        check(cache.invoke("k2", Application::process) == 7);
        await(asynchronous.heard);
        check(cache.getAll(Set.of("k3", "k4", "k5")).size() == 3);
        cache.putAll(Map.of("k3", new Item(), "k4", new Item()));
        check(cache.invokeAll(Set.of("k3", "k5"), Application::process).size() == 2);
        cache.removeAll(Set.of("k3", "k4"));

        KetchCache<String, Item> ketch = cache.unwrap(KetchCache.class);
        CompletableFuture<Item> got = ketch.putAsync("a", new Item())
                .thenCompose(done -> ketch.getAsync("a"))
                .toCompletableFuture();
        check(got.join().weight == 7);
        CompletionListenerFuture loading = new CompletionListenerFuture();
        cache.loadAll(Set.of("x", "y"), true, loading);
        try {
            loading.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }

        Iterator<Cache.Entry<String, Item>> walk = cache.iterator();
        check(walk.next().getValue().weight == 7);
    }

    private static int process(MutableEntry<String, Item> entry, Object... arguments) {
        int weight = entry.getValue().weight;
        entry.setValue(entry.getValue());
        return weight;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        check(latch.await(30, TimeUnit.SECONDS));
    }

    private static void check(boolean asExpected) {
        if (!asExpected) {
            throw new IllegalStateException("not as expected");
        }
    }
}
