// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.ServerUnavailableException;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that nobody waits for. */
@Timeout(120)
class AsyncTest extends OnOneServer {
    static <T extends @Nullable Object> T end(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** The operations of one form, to be compared with those of the other. */
    private interface Form {
        @Nullable
        Object of(KetchCache<Integer, String> cache, int step);
    }

    private static final int STEPS = 24;

    private static @Nullable Object waiting(KetchCache<Integer, String> cache, int step) {
        switch (step) {
            case 0, 21 -> cache.put(1, "one");
            case 1 -> cache.putAll(Map.of(2, "two", 3, "three"));
            case 2 -> cache.removeAll(Set.of(3, 9));
            case 3 -> cache.put(4, "four", Duration.ofMinutes(1));
            case 22 -> cache.removeAll();
            case 23 -> cache.clear();
            default -> {
                return switch (step) {
                    case 4 -> cache.get(1);
                    case 5 -> cache.get(8);
                    case 6 -> cache.containsKey(2);
                    case 7 -> cache.containsKey(3);
                    case 8 -> cache.getAll(Set.of(1, 2, 3));
                    case 9 -> cache.getAndPut(1, "uno");
                    case 10 -> cache.putIfAbsent(1, "no");
                    case 11 -> cache.putIfAbsent(5, "five");
                    case 12 -> cache.replace(5, "cinque");
                    case 13 -> cache.replace(5, "five", "no");
                    case 14 -> cache.replace(5, "cinque", "fünf");
                    case 15 -> cache.getAndReplace(5, "cinq");
                    case 16 -> cache.remove(5, "five");
                    case 17 -> cache.remove(5, "cinq");
                    case 18 -> cache.getAndRemove(2);
                    case 19 -> cache.remove(1);
                    case 20 ->
                        cache.invoke(
                                4,
                                (entry, arguments) -> {
                                    entry.setValue(entry.getValue() + arguments[0]);
                                    return entry.getValue();
                                },
                                "!");
                    default -> throw new IllegalArgumentException();
                };
            }
        }
        return null;
    }

    private static @Nullable Object asynchronous(KetchCache<Integer, String> cache, int step) {
        CompletionStage<?> stage =
                switch (step) {
                    case 0, 21 -> cache.putAsync(1, "one");
                    case 1 -> cache.putAllAsync(Map.of(2, "two", 3, "three"));
                    case 2 -> cache.removeAllAsync(Set.of(3, 9));
                    case 3 -> cache.putAsync(4, "four", Duration.ofMinutes(1));
                    case 22 -> cache.removeAllAsync();
                    case 23 -> cache.clearAsync();
                    case 4 -> cache.getAsync(1);
                    case 5 -> cache.getAsync(8);
                    case 6 -> cache.containsKeyAsync(2);
                    case 7 -> cache.containsKeyAsync(3);
                    case 8 -> cache.getAllAsync(Set.of(1, 2, 3));
                    case 9 -> cache.getAndPutAsync(1, "uno");
                    case 10 -> cache.putIfAbsentAsync(1, "no");
                    case 11 -> cache.putIfAbsentAsync(5, "five");
                    case 12 -> cache.replaceAsync(5, "cinque");
                    case 13 -> cache.replaceAsync(5, "five", "no");
                    case 14 -> cache.replaceAsync(5, "cinque", "fünf");
                    case 15 -> cache.getAndReplaceAsync(5, "cinq");
                    case 16 -> cache.removeAsync(5, "five");
                    case 17 -> cache.removeAsync(5, "cinq");
                    case 18 -> cache.getAndRemoveAsync(2);
                    case 19 -> cache.removeAsync(1);
                    case 20 ->
                        cache.invokeAsync(
                                4,
                                (entry, arguments) -> {
                                    entry.setValue(entry.getValue() + arguments[0]);
                                    return entry.getValue();
                                },
                                "!");
                    default -> throw new IllegalArgumentException();
                };
        return end(stage);
    }

    /** A configuration, and what its loader, writer and listener have been told. */
    private record Setup(String name, MutableConfiguration<Integer, String> configuration, List<String> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Setup setup(String name) {
        List<String> told = new ArrayList<>();
        MutableConfiguration<Integer, String> configuration = new KetchConfiguration<Integer, String>();
        configuration.setStatisticsEnabled(true);
        if (name.contains("loader")) {
            configuration.setReadThrough(true).setCacheLoaderFactory(() -> new Loader(told));
        }
        if (name.contains("writer")) {
            Map<Integer, String> map = new ConcurrentHashMap<>();
            AtomicInteger calls = new AtomicInteger();
            configuration.setWriteThrough(true).setCacheWriterFactory(() -> new MapWriter<>(map, calls));
        }
        if (name.contains("listener")) {
            CacheEntryCreatedListener<Integer, String> listener =
                    events -> events.forEach(event -> told.add("created " + event));
            configuration.addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
        }
        if (name.contains("created")) {
            configuration.setExpiryPolicyFactory(
                    CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.TEN_MINUTES));
        } else if (name.contains("touched")) {
            configuration.setExpiryPolicyFactory(
                    TouchedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.TEN_MINUTES));
        }
        return new Setup(name, configuration, told);
    }

    private static final class Loader extends SimpleLoader<Integer, String> {
        private final List<String> told;

        Loader(List<String> told) {
            this.told = told;
        }

        @Override
        public String load(Integer key) {
            told.add("load " + key);
            return "loaded " + key;
        }
    }

    static Stream<String> setups() {
        return Stream.of(
                "plain", "created", "touched", "loader", "writer", "listener", "loader writer listener created");
    }

    private static List<Long> counts(KetchCache<?, ?> cache) {
        CacheStatisticsMXBean s = cache.unwrap(CacheStatisticsMXBean.class);
        return List.of(s.getCacheHits(), s.getCacheMisses(), s.getCachePuts(), s.getCacheRemovals());
    }

    private static List<String> transcript(KetchCache<Integer, String> cache, Form form) {
        List<String> lines = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Object result = form.of(cache, step);
            lines.add(step + ": " + result + " " + counts(cache));
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("setups")
    void bothFormsAnswerCountAndTellTheSame(String name) {
        Setup one = setup(name);
        Setup two = setup(name);
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<Integer, String> cache = jvms.open("c", one.configuration);
            List<String> expected = transcript(cache, AsyncTest::waiting);
            cache.close();
            KetchCache<Integer, String> other = jvms.open("c", two.configuration);
            assertThat(transcript(other, AsyncTest::asynchronous)).isEqualTo(expected);
            assertThat(two.told.stream().map(AsyncTest::stripped).toList())
                    .isEqualTo(one.told.stream().map(AsyncTest::stripped).toList());
        }
    }

    private static String stripped(String told) {
        return told.replaceAll("@[0-9a-f]+", "");
    }

    @Test
    void manyAtATimeAndMoreThanAPacket() {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<Integer, String> cache = jvms.<Integer, String>open("c").unwrap(KetchCache.class);
            List<CompletableFuture<?>> puts = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                puts.add(cache.putAsync(i, "v" + i).toCompletableFuture());
            }
            end(CompletableFuture.allOf(puts.toArray(CompletableFuture<?>[]::new)));
            for (int size : List.of(0, 1, 1000, 3000)) {
                Set<Integer> keys = IntStream.range(0, size).boxed().collect(Collectors.toSet());
                Map<Integer, String> found = end(cache.getAllAsync(keys));
                assertThat(found.keySet()).isEqualTo(keys);
                assertThat(found).allSatisfy((key, value) -> assertThat(value).isEqualTo("v" + key));
            }
            Map<Integer, String> results = new HashMap<>();
            end(cache.<String>invokeAllAsync(Set.of(1, 2), (entry, arguments) -> entry.getValue() + "?"))
                    .forEach((key, result) -> results.put(key, result.get()));
            assertThat(results).isEqualTo(Map.of(1, "v1?", 2, "v2?"));
        }
    }

    /** The servers are silent, so that every operation is under way: no thread is needed for that. */
    @Test
    void noThreadWaitsForAServer() {
        try (FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                KetchCachingProvider provider = new KetchCachingProvider()) {
            URI uri = URI.create("memcached://" + proxy.address() + "/threads?timeout=30s&connectTimeout=30s");
            KetchCache<Integer, String> cache = provider.getCacheManager(uri, null)
                    .createCache("c", Jvms.<Integer, String>plain())
                    .unwrap(KetchCache.class);
            end(cache.putAsync(0, "v"));
            Awaiting.until(() -> threads() == 0);
            proxy.all().hold(Direction.TO_CLIENT);
            List<CompletionStage<?>> stages = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                stages.add(cache.putAsync(i, "v" + i));
                stages.add(cache.getAsync(i));
                stages.add(cache.containsKeyAsync(i));
                stages.add(cache.removeAsync(-i));
            }
            assertThat(threads()).isZero();
            assertThat(stages).noneMatch(stage -> stage.toCompletableFuture().isDone());
            proxy.heal();
            stages.forEach(AsyncTest::end);
            assertThat(end(cache.getAsync(249))).isEqualTo("v249");
        }
    }

    /** How many do something: those without work wait for it for a while. */
    private static long threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("ketch-async"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .noneMatch(frame -> frame.getMethodName().equals("getTask")))
                .count();
    }

    @Test
    void whatTheCallerChangesAfterwardsIsOfNoAccount() {
        try (FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                KetchCachingProvider provider = new KetchCachingProvider()) {
            URI uri = URI.create("memcached://" + proxy.address() + "/own?timeout=30s&connectTimeout=30s");
            KetchCache<Date, Date> cache = provider.getCacheManager(uri, null)
                    .createCache(
                            "c",
                            Jvms.<Date, Date>plain()
                                    .setWriteThrough(true)
                                    .setCacheWriterFactory(
                                            () -> new MapWriter<>(new ConcurrentHashMap<>(), new AtomicInteger())))
                    .unwrap(KetchCache.class);
            cache.put(new Date(0), new Date(0));
            proxy.all().hold(Direction.TO_CLIENT);
            Date key = new Date(1);
            Date value = new Date(10);
            Map<Date, Date> map = new HashMap<>(Map.of(new Date(2), value));
            Set<Date> keys = new HashSet<>(Set.of(new Date(0)));
            List<CompletionStage<?>> stages =
                    List.of(cache.putAsync(key, value), cache.putAllAsync(map), cache.removeAllAsync(keys));
            CompletionStage<Map<Date, Date>> found = cache.getAllAsync(keys);
            key.setTime(3);
            value.setTime(11);
            map.clear();
            keys.clear();
            proxy.heal();
            stages.forEach(AsyncTest::end);
            end(found);
            assertThat(cache.getAll(Set.of(new Date(0), new Date(1), new Date(2), new Date(3))))
                    .isEqualTo(Map.of(new Date(1), new Date(10), new Date(2), new Date(10)));
        }
    }

    @Test
    void badArgumentsAndClosedCachesAreRefusedAtOnce() {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.<String, String>open("c").unwrap(KetchCache.class);
            assertThatThrownBy(() -> cache.getAsync(nothing())).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> cache.putAsync("k", nothing())).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> cache.putAsync("k", "v", nothing())).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> cache.put("k", "v", Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cache [c]")
                    .hasMessageContaining("[PT-0.001S]");
            assertThatThrownBy(() -> cache.getAllAsync(nothing())).isInstanceOf(NullPointerException.class);
            cache.close();
            assertThatThrownBy(() -> cache.getAsync("k"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cache [c] is closed");
            assertThatThrownBy(cache::clearAsync).isInstanceOf(IllegalStateException.class);
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what must not be
    private static <T> T nothing() {
        return null;
    }

    @Test
    void stagesEndWithWhatTheWaitingFormThrows() {
        try (FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                KetchCachingProvider provider = new KetchCachingProvider()) {
            URI uri = URI.create(
                    "memcached://" + proxy.address() + "/fails?onUnavailable=fail&timeout=20s&connectTimeout=20s");
            KetchCache<String, Object> cache = provider.getCacheManager(uri, null)
                    .createCache("c", Jvms.<String, Object>plain())
                    .unwrap(KetchCache.class);
            cache.put("k", "v");
            assertThatThrownBy(() -> cache.put("k", new Object[] {Thread.currentThread()}))
                    .satisfies(expected -> assertThatThrownBy(
                                    () -> end(cache.putAsync("k", new Object[] {Thread.currentThread()})))
                            .cause()
                            .hasSameClassAs(expected));
            proxy.refuse();
            proxy.reset();
            Awaiting.until(() -> end(cache.getAsync("k").handle((value, e) -> e != null)));
            for (CompletionStage<?> stage : List.of(
                    cache.getAsync("k"),
                    cache.getAllAsync(Set.of("k")),
                    cache.putAsync("k", "w"),
                    cache.removeAsync("k"),
                    cache.getAndPutAsync("k", "w"))) {
                assertThatThrownBy(() -> end(stage)).hasCauseInstanceOf(ServerUnavailableException.class);
            }
        }
    }
}
