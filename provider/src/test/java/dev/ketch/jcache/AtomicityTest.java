// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import javax.cache.Cache;
import javax.cache.management.CacheStatisticsMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The conditional operations among threads and JVMs: none is lost, none is done twice, and each is counted once. */
@Timeout(60)
class AtomicityTest extends OnOneServer {
    private static final int THREADS = 8;

    private interface Step {
        void run(Cache<String, Integer> cache, int thread) throws Exception;
    }

    /** Half of the threads in each JVM, all beginning at once. */
    private static List<Cache<String, Integer>> race(Jvms jvms, Step step) throws Exception {
        List<Cache<String, Integer>> caches = List.of(
                jvms.open("race", Jvms.<String, Integer>plain().setStatisticsEnabled(true)),
                jvms.openElsewhere("race", Jvms.<String, Integer>plain().setStatisticsEnabled(true)));
        caches.forEach(cache -> assertCounted(cache, 0, 0, 0));
        AllAtOnce.run(THREADS, thread -> {
            step.run(caches.get(thread % 2), thread);
            return null;
        });
        return caches;
    }

    /** What one JVM has counted, each operation once however often it was repeated; and that time was spent on it. */
    private static void assertCounted(Cache<?, ?> cache, long gets, long puts, long removals) {
        CacheStatisticsMXBean counted = counted(cache);
        assertThat(counted.getCacheHits() + counted.getCacheMisses()).isEqualTo(gets);
        assertThat(counted.getCacheGets()).isEqualTo(gets);
        assertThat(counted.getCachePuts()).isEqualTo(puts);
        assertThat(counted.getCacheRemovals()).isEqualTo(removals);
        assertThat(counted.getAverageGetTime() > 0).isEqualTo(gets > 0);
        assertThat(counted.getAveragePutTime() > 0).isEqualTo(puts > 0);
        assertThat(counted.getAverageRemoveTime() > 0).isEqualTo(removals > 0);
    }

    private static CacheStatisticsMXBean counted(Cache<?, ?> cache) {
        return cache.unwrap(CacheStatisticsMXBean.class);
    }

    /** Of both JVMs. */
    private static long sum(List<Cache<String, Integer>> caches, ToLongFunction<CacheStatisticsMXBean> counter) {
        return caches.stream()
                .mapToLong(cache -> counter.applyAsLong(counted(cache)))
                .sum();
    }

    @Test
    void processorsCountExactly() throws Exception {
        try (Jvms jvms = new Jvms(server)) {
            List<Cache<String, Integer>> caches = race(jvms, (cache, thread) -> {
                for (int i = 0; i < 100; i++) {
                    cache.invoke("counter", (entry, arguments) -> {
                        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                        return null;
                    });
                }
            });
            caches.forEach(cache -> assertCounted(cache, THREADS / 2 * 100, THREADS / 2 * 100, 0));
            assertThat(sum(caches, CacheStatisticsMXBean::getCacheMisses)).isEqualTo(1);
            assertThat(caches.get(0).get("counter")).isEqualTo(THREADS * 100);
        }
    }

    @Test
    void batchesOfProcessorsCountExactly() throws Exception {
        try (Jvms jvms = new Jvms(server)) {
            List<Cache<String, Integer>> caches = race(jvms, (cache, thread) -> {
                for (int i = 0; i < 20; i++) {
                    cache.invokeAll(java.util.Set.of("a", "b", "c"), (entry, arguments) -> {
                        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                        return null;
                    });
                }
            });
            caches.forEach(cache -> assertCounted(cache, THREADS / 2 * 20 * 3, THREADS / 2 * 20 * 3, 0));
            assertThat(sum(caches, CacheStatisticsMXBean::getCacheMisses)).isEqualTo(3);
            assertThat(caches.get(0).getAll(java.util.Set.of("a", "b", "c")))
                    .isEqualTo(Map.of("a", THREADS * 20, "b", THREADS * 20, "c", THREADS * 20));
        }
    }

    @Test
    void comparedReplacementsCountExactly() throws Exception {
        try (Jvms jvms = new Jvms(server)) {
            List<AtomicInteger> gets = List.of(new AtomicInteger(), new AtomicInteger());
            List<Cache<String, Integer>> caches = race(jvms, (cache, thread) -> {
                AtomicInteger mine = gets.get(thread % 2);
                mine.incrementAndGet();
                cache.putIfAbsent("counter", 0);
                for (int i = 0; i < 50; i++) {
                    Integer now;
                    do {
                        mine.addAndGet(2);
                        now = cache.get("counter");
                    } while (!cache.replace("counter", now, now + 1));
                }
            });
            long misses = sum(caches, CacheStatisticsMXBean::getCacheMisses);
            assertThat(misses).as("of the one that created it").isEqualTo(1);
            for (int jvm = 0; jvm < 2; jvm++) {
                long created = counted(caches.get(jvm)).getCacheMisses();
                assertCounted(caches.get(jvm), gets.get(jvm).get(), THREADS / 2 * 50 + created, 0);
            }
            assertThat(caches.get(0).get("counter")).isEqualTo(THREADS * 50);
        }
    }

    @Test
    void oneThreadAloneCreates() throws Exception {
        Map<Integer, AtomicInteger> winners = new ConcurrentHashMap<>();
        try (Jvms jvms = new Jvms(server)) {
            List<AtomicInteger> won = List.of(new AtomicInteger(), new AtomicInteger());
            List<Cache<String, Integer>> caches = race(jvms, (cache, thread) -> {
                for (int i = 0; i < 100; i++) {
                    if (cache.putIfAbsent("key" + i, thread)) {
                        winners.computeIfAbsent(i, k -> new AtomicInteger()).incrementAndGet();
                        won.get(thread % 2).incrementAndGet();
                    }
                }
            });
            for (int jvm = 0; jvm < 2; jvm++) {
                assertCounted(caches.get(jvm), THREADS / 2 * 100, won.get(jvm).get(), 0);
                assertThat(counted(caches.get(jvm)).getCacheMisses())
                        .isEqualTo(won.get(jvm).get());
            }
        }
        assertThat(winners).hasSize(100);
        assertThat(winners.values()).allMatch(n -> n.get() == 1);
    }

    @Test
    void oneThreadAloneTakes() throws Exception {
        List<AtomicInteger> taken = List.of(new AtomicInteger(), new AtomicInteger());
        List<AtomicInteger> removed = List.of(new AtomicInteger(), new AtomicInteger());
        try (Jvms jvms = new Jvms(server)) {
            List<Cache<String, Integer>> caches = race(jvms, (cache, thread) -> {
                for (int i = 0; i < 100; i++) {
                    cache.putIfAbsent("key" + i, 1);
                }
            });
            caches.forEach(cache -> counted(cache).clear());
            ExecutorService executor = Executors.newFixedThreadPool(4);
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int jvm = t % 2;
                Cache<String, Integer> cache = caches.get(jvm);
                running.add(executor.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        if (cache.getAndRemove("key" + i) != null) {
                            taken.get(jvm).incrementAndGet();
                        }
                    }
                    for (int i = 50; i < 100; i++) {
                        if (cache.remove("key" + i)) {
                            removed.get(jvm).incrementAndGet();
                        }
                    }
                }));
            }
            executor.shutdown();
            for (Future<?> future : running) {
                future.get(50, TimeUnit.SECONDS);
            }
            for (int jvm = 0; jvm < 2; jvm++) {
                int mine = taken.get(jvm).get();
                assertCounted(caches.get(jvm), 100, 0, mine + removed.get(jvm).get());
                assertThat(counted(caches.get(jvm)).getCacheHits()).isEqualTo(mine);
            }
        }
        assertThat(taken.get(0).get() + taken.get(1).get()).isEqualTo(50);
        assertThat(removed.get(0).get() + removed.get(1).get()).isEqualTo(50);
    }

    @Test
    void aWriterIsCalledOnceForEachChange() throws Exception {
        Map<String, Integer> written = new HashMap<>();
        AtomicInteger calls = new AtomicInteger();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, Integer> cache = jvms.open(
                    "written",
                    Jvms.<String, Integer>plain()
                            .setWriteThrough(true)
                            .setCacheWriterFactory(() -> new MapWriter<>(written, calls)));
            ExecutorService executor = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                running.add(executor.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        cache.invoke("n", (entry, arguments) -> {
                            entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                            return null;
                        });
                    }
                }));
            }
            executor.shutdown();
            for (Future<?> future : running) {
                future.get(50, TimeUnit.SECONDS);
            }
            assertThat(cache.get("n")).isEqualTo(THREADS * 50);
        }
        assertThat(calls).hasValue(THREADS * 50);
        assertThat(written).containsEntry("n", THREADS * 50);
    }
}
