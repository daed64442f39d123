// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import dev.ketch.KetchCachingProvider;
import dev.ketch.UnknownOutcomeException;
import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was loaded gives way to a clear or a put of another JVM, wherever between two frames of the load they come. */
@Timeout(120)
class LoadInBetweenTest {
    private static final long LOADED = 7;
    private static final long THEIRS = 200;

    private record Way(String name, BiConsumer<Cache<String, Long>, String> action) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Way> ways() {
        return List.of(
                new Way("get", Cache::get),
                new Way("getAll", (cache, key) -> cache.getAll(Set.of(key))),
                new Way("invoke", (cache, key) -> {
                    try {
                        cache.invoke(key, (entry, arguments) -> entry.getValue());
                    } catch (UnknownOutcomeException clearedTwice) {
                        assertThat(clearedTwice).hasMessageContaining("cleared more than once");
                    }
                }),
                new Way("loadAll", (cache, key) -> {
                    CompletionListenerFuture done = new CompletionListenerFuture();
                    cache.loadAll(Set.of(key), false, done);
                    try {
                        done.get(20, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    /** Where a script leaves the key, if what was loaded had been there before or not at all. */
    private static long after(List<Kind> script) {
        long state = LOADED;
        for (Kind step : script) {
            state = step.next(state, THEIRS, 0);
        }
        return state;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aClearOrAPutWins(Way way) throws IOException {
        AtomicInteger loads = new AtomicInteger();
        try (MemcachedProcess server = MemcachedProcess.start("-t", "1");
                FrameRelay relay = new FrameRelay(server.host(), server.port());
                KetchCachingProvider first = new KetchCachingProvider();
                KetchCachingProvider second = new KetchCachingProvider()) {
            Cache<String, Long> here = first.getCacheManager(uri(relay.address()), null)
                    .createCache(
                            "loaded",
                            new MutableConfiguration<String, Long>()
                                    .setReadThrough(true)
                                    .setCacheLoaderFactory(() -> new Counting(loads)));
            Cache<String, Long> there = second.getCacheManager(uri(server.address()), null)
                    .createCache("loaded", new MutableConfiguration<>());
            here.containsKey("warm");
            int cases = 0;
            for (List<Kind> script : List.of(
                    List.of(Kind.CLEAR),
                    List.of(Kind.PUT),
                    List.of(Kind.CLEAR, Kind.PUT),
                    List.of(Kind.PUT, Kind.CLEAR),
                    List.of(Kind.PUT_IF_ABSENT, Kind.CLEAR),
                    List.of(Kind.CLEAR, Kind.PUT_IF_ABSENT),
                    List.of(Kind.PUT_IF_ABSENT, Kind.CLEAR, Kind.REMOVE),
                    List.of(Kind.CLEAR, Kind.PUT, Kind.CLEAR))) {
                boolean happened = true;
                boolean afterLoad = false;
                for (int frame = 1; happened; frame++) {
                    String key = way + "-" + cases++;
                    int before = loads.get();
                    int[] loadsThen = new int[1];
                    relay.before(frame, () -> {
                        loadsThen[0] = loads.get();
                        script.forEach(step -> {
                            long unused = Caller.perform(there, key, step, THEIRS, 0);
                        });
                    });
                    way.action.accept(here, key);
                    happened = relay.disarm();
                    if (happened && loadsThen[0] > before) {
                        afterLoad = true;
                        Long found = there.get(key);
                        assertThat(found == null ? Kind.ABSENT : found)
                                .as(script + " before frame " + frame)
                                .isEqualTo(after(script));
                        assertThat(here.containsKey(key)).isEqualTo(found != null);
                    }
                }
                assertThat(afterLoad).isTrue();
            }
        }
    }

    /** Who has missed before another thread's load ended, and comes to load only after it, finds what that has brought. */
    @Test
    void whoMissesWhileAnotherThreadLoadsDoesNotLoadAgain() throws IOException {
        AtomicInteger loads = new AtomicInteger();
        try (MemcachedProcess server = MemcachedProcess.start("-t", "1");
                FrameRelay relay = new FrameRelay(server.host(), server.port());
                KetchCachingProvider provider = new KetchCachingProvider()) {
            Cache<String, Long> cache = provider.getCacheManager(uri(relay.address()), null)
                    .createCache(
                            "loaded",
                            new MutableConfiguration<String, Long>()
                                    .setReadThrough(true)
                                    .setCacheLoaderFactory(() -> new Counting(loads)));
            assertThat(cache.containsKey("warm")).isFalse();
            // The item is missed by then.
            relay.before(2, () -> assertThat(cache.get("k")).isEqualTo(LOADED));
            assertThat(cache.get("k")).isEqualTo(LOADED);
            assertThat(relay.disarm()).isTrue();
            assertThat(loads).hasValue(1);

            AtomicReference<CompletableFuture<Long>> other = new AtomicReference<>();
            relay.before(2, () -> {
                other.set(CompletableFuture.supplyAsync(() -> cache.get("l")));
                other.get().join();
            });
            assertThat(cache.unwrap(KetchCache.class)
                            .getAsync("l")
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(LOADED);
            assertThat(relay.disarm()).isTrue();
            assertThat(other.get()).isCompletedWithValue(LOADED);
            assertThat(loads).hasValue(2);
        }
    }

    private static URI uri(String address) {
        return URI.create("memcached://" + address + "/between?onUnavailable=fail&timeout=10s&connectTimeout=10s");
    }

    private record Counting(AtomicInteger loads) implements CacheLoader<String, Long> {
        @Override
        public Long load(String key) {
            loads.incrementAndGet();
            return LOADED;
        }

        @Override
        public Map<String, Long> loadAll(Iterable<? extends String> keys) {
            Map<String, Long> all = new HashMap<>();
            keys.forEach(key -> all.put(key, load(key)));
            return all;
        }
    }
}
