// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The conditional operations among threads and JVMs: none is lost, none is done twice. */
@Timeout(60)
class AtomicityTest extends OnOneServer {
    private static final int THREADS = 8;

    private interface Step {
        void run(Cache<String, Integer> cache, int thread) throws Exception;
    }

    /** Half of the threads in each JVM, all beginning at once. */
    private static void race(Jvms jvms, Step step) throws Exception {
        List<Cache<String, Integer>> caches = List.of(jvms.open("race"), jvms.openElsewhere("race"));
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            running.add(executor.submit(() -> {
                barrier.await();
                step.run(caches.get(thread % 2), thread);
                return null;
            }));
        }
        executor.shutdown();
        for (Future<?> future : running) {
            future.get(50, TimeUnit.SECONDS);
        }
    }

    @Test
    void processorsCountExactly() throws Exception {
        try (Jvms jvms = new Jvms(server)) {
            race(jvms, (cache, thread) -> {
                for (int i = 0; i < 100; i++) {
                    cache.invoke("counter", (entry, arguments) -> {
                        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                        return null;
                    });
                }
            });
            assertThat(jvms.<String, Integer>open("race2")).isNotNull();
            assertThat(jvms.first
                            .getCacheManager(jvms.uri, null)
                            .getCache("race")
                            .get("counter"))
                    .isEqualTo(THREADS * 100);
        }
    }

    @Test
    void batchesOfProcessorsCountExactly() throws Exception {
        try (Jvms jvms = new Jvms(server)) {
            race(jvms, (cache, thread) -> {
                for (int i = 0; i < 20; i++) {
                    cache.invokeAll(java.util.Set.of("a", "b", "c"), (entry, arguments) -> {
                        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                        return null;
                    });
                }
            });
            Cache<String, Integer> cache =
                    jvms.first.getCacheManager(jvms.uri, null).getCache("race");
            assertThat(cache.getAll(java.util.Set.of("a", "b", "c")))
                    .isEqualTo(Map.of("a", THREADS * 20, "b", THREADS * 20, "c", THREADS * 20));
        }
    }

    @Test
    void comparedReplacementsCountExactly() throws Exception {
        try (Jvms jvms = new Jvms(server)) {
            jvms.<String, Integer>open("seed").put("x", 0);
            race(jvms, (cache, thread) -> {
                cache.putIfAbsent("counter", 0);
                for (int i = 0; i < 50; i++) {
                    Integer now;
                    do {
                        now = cache.get("counter");
                    } while (!cache.replace("counter", now, now + 1));
                }
            });
            assertThat(jvms.first
                            .getCacheManager(jvms.uri, null)
                            .getCache("race")
                            .get("counter"))
                    .isEqualTo(THREADS * 50);
        }
    }

    @Test
    void oneThreadAloneCreates() throws Exception {
        Map<Integer, AtomicInteger> winners = new ConcurrentHashMap<>();
        try (Jvms jvms = new Jvms(server)) {
            race(jvms, (cache, thread) -> {
                for (int i = 0; i < 100; i++) {
                    if (cache.putIfAbsent("key" + i, thread)) {
                        winners.computeIfAbsent(i, k -> new AtomicInteger()).incrementAndGet();
                    }
                }
            });
        }
        assertThat(winners).hasSize(100);
        assertThat(winners.values()).allMatch(n -> n.get() == 1);
    }

    @Test
    void oneThreadAloneTakes() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger removed = new AtomicInteger();
        try (Jvms jvms = new Jvms(server)) {
            race(jvms, (cache, thread) -> {
                for (int i = 0; i < 100; i++) {
                    cache.putIfAbsent("key" + i, 1);
                }
            });
            Cache<String, Integer> first =
                    jvms.first.getCacheManager(jvms.uri, null).getCache("race");
            Cache<String, Integer> other =
                    jvms.second.getCacheManager(jvms.uri, null).getCache("race");
            ExecutorService executor = Executors.newFixedThreadPool(4);
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Cache<String, Integer> cache = t % 2 == 0 ? first : other;
                running.add(executor.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        if (cache.getAndRemove("key" + i) != null) {
                            taken.incrementAndGet();
                        }
                    }
                    for (int i = 50; i < 100; i++) {
                        if (cache.remove("key" + i)) {
                            removed.incrementAndGet();
                        }
                    }
                }));
            }
            executor.shutdown();
            for (Future<?> future : running) {
                future.get(50, TimeUnit.SECONDS);
            }
        }
        assertThat(taken).hasValue(50);
        assertThat(removed).hasValue(50);
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
