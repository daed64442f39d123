// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations on many keys, over three servers and many packets. */
@Timeout(60)
class BulkTest {
    private static final int MANY = 5000;
    private static List<MemcachedProcess> servers;
    private Jvms jvms;

    @BeforeAll
    static void start() {
        servers = List.of(MemcachedProcess.start(), MemcachedProcess.start(), MemcachedProcess.start());
    }

    @AfterAll
    static void stop() {
        servers.forEach(MemcachedProcess::close);
    }

    @BeforeEach
    void open() {
        jvms = new Jvms(servers.toArray(new MemcachedProcess[0]));
    }

    @AfterEach
    void close() {
        jvms.close();
    }

    private static Map<Integer, String> many() {
        Map<Integer, String> map = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            map.put(i, "value " + i);
        }
        return map;
    }

    private static void roundTrip(Cache<Integer, String> cache) {
        Map<Integer, String> map = many();
        cache.putAll(map);
        assertThat(cache.getAll(map.keySet())).isEqualTo(map);
        assertThat(cache.get(4711)).isEqualTo("value 4711");
        map.replaceAll((key, value) -> value + "!");
        cache.putAll(map);
        assertThat(cache.getAll(map.keySet())).isEqualTo(map);
        Set<Integer> odd = new HashSet<>(map.keySet());
        odd.removeIf(i -> i % 2 == 0);
        cache.removeAll(odd);
        map.keySet().removeAll(odd);
        assertThat(cache.getAll(many().keySet())).isEqualTo(map);
    }

    @Test
    void blindBatches() {
        roundTrip(jvms.open("blind"));
    }

    @Test
    void batchesThatReadFirst() {
        roundTrip(jvms.open(
                "careful",
                Jvms.<Integer, String>plain()
                        .setStatisticsEnabled(true)
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR))));
    }

    @Test
    void bigValuesAreCutIntoPacketsBySize() {
        Cache<Integer, byte[]> cache = jvms.open("big");
        Map<Integer, byte[]> map = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            byte[] value = new byte[200_000];
            value[i] = 1;
            map.put(i, value);
        }
        cache.putAll(map);
        assertThat(cache.getAll(map.keySet())).hasSize(40).allSatisfy((key, value) -> assertThat(value)
                .isEqualTo(map.get(key)));
    }

    @Test
    void processorsOnMany() {
        Cache<Integer, String> cache = jvms.open("processed");
        cache.putAll(many());
        Map<Integer, EntryProcessorResult<String>> results = cache.invokeAll(many().keySet(), (entry, arguments) -> {
            if (entry.getKey() == 13) {
                throw new IllegalArgumentException("unlucky");
            }
            if (entry.getKey() % 2 == 0) {
                entry.remove();
                return null;
            }
            entry.setValue("new");
            return "old " + entry.getKey();
        });
        assertThat(results).hasSize(MANY / 2);
        assertThat(requireNonNull(results.get(15)).get()).isEqualTo("old 15");
        assertThatThrownBy(() -> requireNonNull(results.get(13)).get())
                .isInstanceOf(EntryProcessorException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(cache.getAll(Set.of(12, 13, 14, 15))).isEqualTo(Map.of(13, "value 13", 15, "new"));
    }

    /** Knows the even numbers. */
    private static final class EvenLoader implements CacheLoader<Integer, String> {
        final AtomicInteger calls = new AtomicInteger();

        @Override
        public @Nullable String load(Integer key) {
            calls.incrementAndGet();
            return key % 2 == 0 ? "loaded " + key : null;
        }

        @Override
        public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
            Map<Integer, String> map = new HashMap<>();
            for (Integer key : keys) {
                String value = load(key);
                if (value != null) {
                    map.put(key, value);
                }
            }
            return map;
        }
    }

    @Test
    void loadingMany() throws Exception {
        EvenLoader loader = new EvenLoader();
        Cache<Integer, String> cache = jvms.open(
                "loaded", Jvms.<Integer, String>plain().setReadThrough(true).setCacheLoaderFactory(() -> loader));
        cache.put(2, "put");
        assertThat(cache.getAll(Set.of(1, 2, 3, 4))).isEqualTo(Map.of(2, "put", 4, "loaded 4"));
        CompletionListenerFuture kept = new CompletionListenerFuture();
        cache.loadAll(many().keySet(), false, kept);
        kept.get(30, TimeUnit.SECONDS);
        assertThat(cache.containsKey(4998)).isTrue();
        assertThat(cache.get(2)).isEqualTo("put");
        CompletionListenerFuture replaced = new CompletionListenerFuture();
        cache.loadAll(Set.of(2), true, replaced);
        replaced.get(30, TimeUnit.SECONDS);
        assertThat(cache.get(2)).isEqualTo("loaded 2");
    }

    @Test
    void threadsThatMissOneKeyLoadItOnce() throws Exception {
        int threads = 6;
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        CacheLoader<Integer, String> loader = new CacheLoader<>() {
            @Override
            public String load(Integer key) {
                calls.incrementAndGet();
                try {
                    if (!released.await(30, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("never released");
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return "loaded";
            }

            @Override
            public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
                throw new UnsupportedOperationException();
            }
        };
        Cache<Integer, String> cache = jvms.open(
                "coalesced",
                Jvms.<Integer, String>plain()
                        .setReadThrough(true)
                        .setStatisticsEnabled(true)
                        .setCacheLoaderFactory(() -> loader));
        var statistics = new Misses(cache);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<String>> running = java.util.stream.IntStream.range(0, threads)
                .mapToObj(i -> executor.submit(() -> cache.get(1)))
                .toList();
        executor.shutdown();
        Awaiting.until(() -> statistics.count() == threads);
        released.countDown();
        for (Future<String> future : running) {
            assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo("loaded");
        }
        assertThat(calls).hasValue(1);
    }

    /** Counts a cache's misses by its MBean. */
    private record Misses(Cache<?, ?> cache) {
        long count() {
            try {
                var server = java.lang.management.ManagementFactory.getPlatformMBeanServer();
                var names = server.queryNames(
                        new javax.management.ObjectName(
                                "javax.cache:type=CacheStatistics,Cache=" + cache.getName() + ",*"),
                        null);
                long sum = 0;
                for (var name : names) {
                    sum += (Long) server.getAttribute(name, "CacheMisses");
                }
                return sum;
            } catch (javax.management.JMException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
