// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A writer, or a loader, is called once for an operation, though others change the entry before it can. */
@Timeout(120)
class WriterOnceTest extends OnOneServer {
    private static final int THREADS = 6;
    private static final int ROUNDS = 60;

    private record Way(String name, Consumer<Cache<String, String>> action) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("put", cache -> cache.put("k", "mine")),
                new Way("getAndPut", cache -> cache.getAndPut("k", "mine")),
                new Way("replace", cache -> cache.replace("k", "mine")),
                new Way("getAndReplace", cache -> cache.getAndReplace("k", "mine")),
                new Way("remove", cache -> cache.remove("k")),
                new Way("getAndRemove", cache -> cache.getAndRemove("k")),
                new Way(
                        "invoke that sets",
                        cache -> cache.invoke("k", (entry, arguments) -> {
                            entry.setValue("mine");
                            return null;
                        })),
                new Way(
                        "invoke that removes",
                        cache -> cache.invoke("k", (entry, arguments) -> {
                            entry.remove();
                            return null;
                        })));
    }

    /** Counts, and lets something happen whenever it is called. */
    private record Interrupted(AtomicInteger calls, Runnable event) implements CacheWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            calls.incrementAndGet();
            event.run();
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.forEach(this::write);
            entries.clear();
        }

        @Override
        public void delete(Object key) {
            calls.incrementAndGet();
            event.run();
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            keys.forEach(this::delete);
            keys.clear();
        }
    }

    private static long conflicts() {
        return Long.parseLong(server.stats().getOrDefault("cas_badval", "0"));
    }

    /** The other JVM changes the entry while the writer is at work, so that the first attempt always loses. */
    @ParameterizedTest
    @MethodSource("ways")
    void anotherJvmIsFaster(Way way) {
        AtomicInteger calls = new AtomicInteger();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> other = jvms.openElsewhere("c");
            other.put("k", "old");
            Cache<String, String> cache = jvms.open(
                    "c",
                    Jvms.<String, String>plain()
                            .setWriteThrough(true)
                            .setCacheWriterFactory(() -> new Interrupted(calls, () -> other.put("k", "theirs"))));
            way.action.accept(cache);
            assertThat(calls).hasValue(1);
            assertThat(other.get("k")).isEqualTo(way.name.contains("emove") ? null : "mine");
        }
    }

    @Test
    void aProcessorThatRunsAgainLoadsOnce() {
        AtomicInteger loads = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> other = jvms.openElsewhere("c");
            Cache<String, String> cache = jvms.open(
                    "c",
                    Jvms.<String, String>plain()
                            .setReadThrough(true)
                            .setCacheLoaderFactory(() -> new SimpleLoader<String, String>() {
                                @Override
                                public String load(String key) {
                                    loads.incrementAndGet();
                                    return "loaded";
                                }
                            }));
            String result = cache.invoke("k", (entry, arguments) -> {
                String found = entry.getValue();
                if (runs.incrementAndGet() == 1) {
                    // There, so that the first attempt to create it loses; and gone, so that it is missed again.
                    other.put("k", "theirs");
                } else if (runs.get() == 2) {
                    other.remove("k");
                }
                entry.setValue(found + "!");
                return found;
            });
            assertThat(runs).hasValueGreaterThan(1);
            assertThat(loads).hasValue(1);
            assertThat(cache.get("k")).isEqualTo(result + "!");
        }
    }

    @Test
    void twoJvmsAtOneKey() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        long before = conflicts();
        try (Jvms jvms = new Jvms(server)) {
            List<Cache<String, String>> caches = List.of(
                    jvms.open(
                            "c",
                            Jvms.<String, String>plain()
                                    .setWriteThrough(true)
                                    .setCacheWriterFactory(() -> new Interrupted(calls, () -> {}))),
                    jvms.openElsewhere(
                            "c",
                            Jvms.<String, String>plain()
                                    .setWriteThrough(true)
                                    .setCacheWriterFactory(() -> new Interrupted(calls, () -> {}))));
            caches.get(0).put("k", "first");
            calls.set(0);
            ExecutorService executor = Executors.newFixedThreadPool(THREADS);
            CyclicBarrier barrier = new CyclicBarrier(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Cache<String, String> cache = caches.get(t % 2);
                String mine = "of " + t;
                running.add(executor.submit(() -> {
                    barrier.await();
                    for (int i = 0; i < ROUNDS; i++) {
                        assertThat(cache.replace("k", mine)).isTrue();
                        assertThat(cache.getAndPut("k", mine)).isNotNull();
                        cache.invoke("k", (entry, arguments) -> {
                            entry.setValue(mine);
                            return null;
                        });
                    }
                    return null;
                }));
            }
            executor.shutdown();
            for (Future<?> future : running) {
                future.get(100, TimeUnit.SECONDS);
            }
        }
        assertThat(calls).hasValue(THREADS * ROUNDS * 3);
        assertThat(conflicts()).as("CAS conflicts").isGreaterThan(before);
    }
}
