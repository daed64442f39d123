// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.KetchConfiguration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who misses many keys loads those that no other thread of the JVM is loading already. */
@Timeout(60)
class CoalescedLoadsTest extends OnOneServer {
    private final List<Set<String>> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private volatile boolean failing;
    private Jvms jvms;
    private KetchCache<String, String> cache;

    /** Holds up who asks for [slow]. */
    private final class Loader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            return loadAll(Set.of(key)).get(key);
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, "of " + key));
            calls.add(new HashSet<>(loaded.keySet()));
            if (loaded.containsKey("slow")) {
                ExecutorTest.await(released);
                if (failing) {
                    throw new IllegalStateException("no database");
                }
            }
            loaded.remove("none");
            return loaded;
        }
    }

    /** Asked about entries that are there when all keys were read, before those that are not are loaded. */
    private record Policy(AtomicReference<Runnable> onAccess) implements ExpiryPolicy {
        @Override
        public Duration getExpiryForCreation() {
            return Duration.ETERNAL;
        }

        @Override
        public Duration getExpiryForAccess() {
            onAccess.getAndSet(() -> {}).run();
            return Duration.ETERNAL;
        }

        @Override
        public Duration getExpiryForUpdate() {
            return Duration.ETERNAL;
        }
    }

    @BeforeEach
    void open() {
        jvms = new Jvms(server);
        KetchConfiguration<String, String> configuration = new KetchConfiguration<>();
        configuration.setReadThrough(true).setCacheLoaderFactory(Loader::new);
        cache = jvms.open("c", configuration);
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        jvms.close();
    }

    private <T> CompletableFuture<T> call(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, callers);
    }

    @Test
    @Tag("full")
    void whoHasWaitedForTenSecondsLoadsForItself() {
        CompletableFuture<String> first = call(() -> cache.get("slow"));
        Awaiting.until(() -> calls.size() == 1);
        CompletableFuture<String> second = call(() -> cache.get("slow"));
        CompletableFuture<Map<String, String>> third = call(() -> cache.getAll(Set.of("slow")));
        Awaiting.until(() -> ExecutorTest.waitingForALoad() == 2);
        assertThat(calls).hasSize(1);
        Awaiting.until(() -> calls.size() == 3);
        assertThat(first).isNotDone();
        released.countDown();
        assertThat(first.join()).isEqualTo("of slow");
        assertThat(second.join()).isEqualTo("of slow");
        assertThat(third.join()).isEqualTo(Map.of("slow", "of slow"));
    }

    @Test
    void whatAnotherGetAllIsLoadingIsTakenFromIt() {
        CompletableFuture<Map<String, String>> first = call(() -> cache.getAll(Set.of("slow", "b", "none")));
        Awaiting.until(() -> calls.size() == 1);
        CompletableFuture<Map<String, String>> second = call(() -> cache.getAll(Set.of("b", "c", "none")));
        CompletableFuture<String> one = call(() -> cache.get("b"));
        Awaiting.until(() -> ExecutorTest.waitingForALoad() == 2);
        assertThat(calls).containsExactly(Set.of("slow", "b", "none"), Set.of("c"));
        released.countDown();
        assertThat(first.join()).isEqualTo(Map.of("slow", "of slow", "b", "of b"));
        assertThat(second.join()).isEqualTo(Map.of("b", "of b", "c", "of c"));
        assertThat(one.join()).isEqualTo("of b");
        assertThat(calls).hasSize(2);
        assertThat(cache.containsKey("b")).isTrue();
    }

    @Test
    void getAllTakesWhatAGetIsLoading() {
        CompletableFuture<String> one = call(() -> cache.get("slow"));
        Awaiting.until(() -> calls.size() == 1);
        CompletableFuture<Map<String, String>> many = call(() -> cache.getAll(Set.of("slow", "b")));
        Awaiting.until(() -> ExecutorTest.waitingForALoad() == 1);
        released.countDown();
        assertThat(many.join()).isEqualTo(Map.of("slow", "of slow", "b", "of b"));
        assertThat(one.join()).isEqualTo("of slow");
        assertThat(calls).containsExactly(Set.of("slow"), Set.of("b"));
    }

    /** Another thread's load ends when this one has found the key missing, and before it asks who loads it. */
    @Test
    void whatWasLoadedSinceItWasMissedIsNotLoadedAgain() {
        AtomicReference<Runnable> sinceRead = new AtomicReference<>(() -> {});
        KetchConfiguration<String, String> configuration = new KetchConfiguration<>();
        configuration
                .setReadThrough(true)
                .setCacheLoaderFactory(Loader::new)
                .setExpiryPolicyFactory(() -> new Policy(sinceRead));
        KetchCache<String, String> asked = jvms.open("asked", configuration);
        asked.put("there", "v");
        for (Set<String> keys : List.of(Set.of("there", "a"), Set.of("there", "a", "b"))) {
            asked.remove("a");
            calls.clear();
            sinceRead.set(() -> assertThat(call(() -> asked.get("a")).join()).isEqualTo("of a"));
            Map<String, String> found = asked.getAll(keys);
            assertThat(found).containsOnlyKeys(keys).containsEntry("a", "of a");
            assertThat(calls.get(0)).isEqualTo(Set.of("a"));
            assertThat(calls.subList(1, calls.size())).allMatch(Set.of("b")::equals);
            assertThat(asked.containsKey("a")).isTrue();
        }
    }

    @Test
    void anEmptyValueIsOneForWhoWaitsToo() {
        CountDownLatch asked = new CountDownLatch(1);
        KetchConfiguration<String, String> configuration = new KetchConfiguration<>();
        configuration.setSerializer("string").setReadThrough(true).setCacheLoaderFactory(() -> new SimpleLoader<>() {
            @Override
            public String load(String key) {
                asked.countDown();
                ExecutorTest.await(released);
                return "";
            }
        });
        KetchCache<String, String> raw = jvms.open("raw", configuration);
        CompletableFuture<String> first = call(() -> raw.get("k"));
        ExecutorTest.await(asked);
        CompletableFuture<String> one = call(() -> raw.get("k"));
        CompletableFuture<Map<String, String>> many = call(() -> raw.getAll(Set.of("k")));
        Awaiting.until(() -> ExecutorTest.waitingForALoad() == 2);
        released.countDown();
        assertThat(List.of(first.join(), one.join())).containsOnly("");
        assertThat(many.join()).isEqualTo(Map.of("k", ""));
    }

    @Test
    void whoWaitsForALoadOfItsKeyAloneFailsAsThatDoes() {
        failing = true;
        CompletableFuture<String> first = call(() -> cache.get("slow"));
        Awaiting.until(() -> calls.size() == 1);
        CompletableFuture<Map<String, String>> second = call(() -> cache.getAll(Set.of("slow")));
        Awaiting.until(() -> ExecutorTest.waitingForALoad() == 1);
        released.countDown();
        for (CompletableFuture<?> each : List.of(first, second)) {
            assertNoDatabase(each);
        }
        // Nothing is left of it.
        failing = false;
        assertThat(cache.get("slow")).isEqualTo("of slow");
    }

    private static void assertNoDatabase(CompletableFuture<?> load) {
        assertThatThrownBy(load::join)
                .cause()
                .isInstanceOf(CacheLoaderException.class)
                .hasRootCauseMessage("no database");
    }

    /** It may be the fault of one key. */
    @Test
    void whoWaitsForALoadOfManyThatFailsAsksForHimself() {
        failing = true;
        CompletableFuture<Map<String, String>> first = call(() -> cache.getAll(Set.of("slow", "b", "c")));
        Awaiting.until(() -> calls.size() == 1);
        CompletableFuture<Map<String, String>> many = call(() -> cache.getAll(Set.of("b", "d")));
        CompletableFuture<String> one = call(() -> cache.get("c"));
        Awaiting.until(() -> ExecutorTest.waitingForALoad() == 2);
        released.countDown();
        assertNoDatabase(first);
        assertThat(many.join()).isEqualTo(Map.of("b", "of b", "d", "of d"));
        assertThat(one.join()).isEqualTo("of c");
        assertThat(calls).hasSize(4).contains(Set.of("d"), Set.of("b"), Set.of("c"));
        failing = false;
        assertThat(cache.getAll(Set.of("slow", "b"))).hasSize(2);
    }

    /** Each needs keys that others load. */
    @Test
    void manyCrosswiseAllEnd() {
        released.countDown();
        List<CompletableFuture<Map<String, String>>> all = IntStream.range(0, 16)
                .mapToObj(i -> {
                    Set<String> keys = new HashSet<>();
                    for (int k = 0; k < 200; k++) {
                        keys.add("k" + (i * 50 + k) % 800);
                    }
                    return call(() -> cache.getAll(keys));
                })
                .toList();
        all.forEach(each -> assertThat(each.join()).hasSize(200).allSatisfy((key, value) -> assertThat(value)
                .isEqualTo("of " + key)));
    }

    /** Even for keys that its own thread, or one that waits for it, is loading. */
    @Test
    void aLoaderMayAskForManyOfItsCache() {
        AtomicReference<KetchCache<String, String>> self = new AtomicReference<>();
        KetchConfiguration<String, String> configuration = ExecutorTest.loading(key -> key.startsWith("outer")
                ? self.get().getAll(Set.of("inner 1", "inner 2")).toString()
                : "of " + key);
        KetchCache<String, String> nested = jvms.open("nested", configuration);
        self.set(nested);
        List<CompletableFuture<Map<String, String>>> all = IntStream.range(0, 8)
                .mapToObj(i -> call(() -> nested.getAll(Set.of("inner 1", "outer " + i, "inner 2"))))
                .toList();
        all.forEach(each -> assertThat(each.join()).hasSize(3).containsEntry("inner 1", "of inner 1"));
    }
}
