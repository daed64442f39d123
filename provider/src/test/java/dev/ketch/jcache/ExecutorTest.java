// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.KetchConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs the operations that nobody waits for, and its bounds. */
@Timeout(120)
class ExecutorTest extends OnOneServer {
    private static <T> T end(CompletionStage<T> stage) {
        return AsyncTest.end(stage);
    }

    static KetchConfiguration<String, String> loading(Function<String, String> load) {
        KetchConfiguration<String, String> configuration = new KetchConfiguration<>();
        configuration.setReadThrough(true).setCacheLoaderFactory(() -> new SimpleLoader<String, String>() {
            @Override
            public String load(String key) {
                return load.apply(key);
            }
        });
        return configuration;
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never released");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final int CALLERS = 64;

    /** Threads that have missed what another one is loading. */
    static long waitingForALoad() {
        return Awaiting.threadsIn(Loading.class, "await");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callersThatMissOneKeyLoadItOnce(boolean waits) {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c",
                    loading(key -> {
                                calls.incrementAndGet();
                                await(released);
                                return "loaded";
                            })
                            .setExecutorFactory(factoryOf(callers)));
            List<CompletionStage<String>> stages = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                stages.add(waits ? CompletableFuture.supplyAsync(() -> cache.get("k"), callers) : cache.getAsync("k"));
            }
            Awaiting.until(() -> waitingForALoad() == CALLERS - 1);
            released.countDown();
            stages.forEach(stage -> assertThat(end(stage)).isEqualTo("loaded"));
        } finally {
            callers.shutdown();
        }
        assertThat(calls).hasValue(1);
    }

    /** As many as there are threads load at once, and each waits for another load. */
    @Test
    void loadersThatWaitForStagesOfTheirCacheAllEnd() {
        int threads = 2;
        CyclicBarrier allLoading = new CyclicBarrier(threads);
        AtomicReference<KetchCache<String, String>> self = new AtomicReference<>();
        try (Jvms jvms = new Jvms("?executorThreads=" + threads, server)) {
            KetchCache<String, String> cache = jvms.open("c", loading(key -> {
                if (key.startsWith("part")) {
                    return "of " + key;
                }
                try {
                    allLoading.await(60, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                KetchCache<String, String> own = requireNonNull(self.get());
                end(own.putAsync("beside " + key, "put"));
                return end(own.getAsync("part " + key)) + ", " + end(own.getAllAsync(Set.of("part 2 of " + key)));
            }));
            self.set(cache);
            CompletionStage<String> one = cache.getAsync("one");
            CompletionStage<String> two = cache.getAsync("two");
            assertThat(end(one)).isEqualTo("of part one, {part 2 of one=of part 2 of one}");
            assertThat(end(two)).isEqualTo("of part two, {part 2 of two=of part 2 of two}");
            assertThat(cache.get("beside two")).isEqualTo("put");
        }
    }

    @Test
    void whatHangsOnAStageMayAskForTheNextAndSoOn() {
        try (Jvms jvms = new Jvms("?executorThreads=1&executorQueue=4", server)) {
            KetchCache<String, String> cache = jvms.open("c", loading(key -> "loaded"));
            assertThat(end(steps(cache, 5_000))).isEqualTo("loaded");
        }
    }

    private static CompletionStage<String> steps(KetchCache<String, String> cache, int left) {
        CompletionStage<String> step = left % 2 == 0 ? cache.getAsync("k") : cache.getAndPutAsync("k", "loaded");
        return left == 0 ? step : step.thenCompose(value -> steps(cache, left - 1));
    }

    @Test
    void moreThanMayBeUnderWayIsRefused() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (Jvms jvms = new Jvms("?executorThreads=1&executorQueue=2", server)) {
            KetchCache<String, String> cache = jvms.open("c", loading(key -> {
                await(released);
                return "loaded";
            }));
            CompletionStage<String> first = cache.getAsync("a");
            CompletionStage<String> second = cache.getAsync("b");
            assertThatThrownBy(() -> end(cache.getAsync("c")))
                    .cause()
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("cache [c]")
                    .hasMessageContaining("[executorQueue]");
            assertThatThrownBy(() -> cache.loadAll(Set.of("c"), true, null))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("[executorQueue]");
            released.countDown();
            assertThat(end(first)).isEqualTo("loaded");
            assertThat(end(second)).isEqualTo("loaded");
            for (int i = 0; i < 20; i++) {
                String key = "later " + i;
                CompletionListenerFuture done = new CompletionListenerFuture();
                // There is room again as soon as the operations before have told their stages.
                Awaiting.until(() -> end(cache.getAsync(key)).equals("loaded"));
                Awaiting.until(() -> {
                    cache.loadAll(Set.of(key), true, done);
                    return true;
                });
                done.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** A factory that can be asked again, as those of configurations are. */
    static Factory<Executor> factoryOf(Executor executor) {
        return () -> executor;
    }

    @Test
    void aCacheCanHaveAnExecutorOfItsOwn() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "the user's"));
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c", loading(key -> Thread.currentThread().getName()).setExecutorFactory(factoryOf(executor)));
            assertThat(end(cache.getAsync("k"))).isEqualTo("the user's");
            CompletionListenerFuture done = new CompletionListenerFuture();
            cache.loadAll(Set.of("l"), true, done);
            done.get(60, TimeUnit.SECONDS);
            assertThat(cache.get("l")).isEqualTo("the user's");
            cache.close();
            assertThat(executor.isShutdown()).isFalse();
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void whatAnExecutorRefusesFails() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("busy");
        };
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache =
                    jvms.open("c", new KetchConfiguration<String, String>().setExecutorFactory(factoryOf(refusing)));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> end(cache.getAndPutAsync("k", "v")))
                        .cause()
                        .isInstanceOf(CacheException.class)
                        .hasMessageContaining("cache [c]")
                        .hasRootCauseMessage("busy");
            }
            // What was sent before the executor was asked is done, and told.
            cache.put("warm", "up");
            end(cache.putAsync("k", "v"));
            assertThat(end(cache.getAsync("k"))).isEqualTo("v");
        }
    }

    @Test
    void cancellingAStageDoesNothingToTheOperation() {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger interrupts = new AtomicInteger();
        try (Jvms jvms = new Jvms("?executorQueue=1", server)) {
            KetchCache<String, String> cache = jvms.open("c", loading(key -> {
                loading.countDown();
                await(released);
                interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                return "loaded";
            }));
            CompletableFuture<String> stage = cache.getAsync("k").toCompletableFuture();
            await(loading);
            assertThat(stage.cancel(true)).isTrue();
            // It is under way still.
            assertThatThrownBy(() -> end(cache.getAsync("l"))).hasMessageContaining("[executorQueue]");
            released.countDown();
            Awaiting.until(() -> cache.containsKey("k"));
            assertThat(cache.get("k")).isEqualTo("loaded");
            assertThat(interrupts).hasValue(0);
            Awaiting.until(() -> end(cache.containsKeyAsync("k")));
        }
    }

    @Test
    void whatWaitsWhenTheCacheClosesFails() {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService single = Executors.newSingleThreadExecutor();
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c",
                    loading(key -> {
                                loading.countDown();
                                await(released);
                                return "loaded";
                            })
                            .setExecutorFactory(factoryOf(single)));
            CompletionStage<String> first = cache.getAsync("k");
            await(loading);
            CompletionStage<String> second = cache.getAndPutAsync("l", "v");
            CompletionListenerFuture third = new CompletionListenerFuture();
            cache.loadAll(Set.of("m"), true, third);
            cache.close();
            released.countDown();
            assertThat(end(first)).isEqualTo("loaded");
            assertThatThrownBy(() -> end(second))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cache [c] is closed");
            assertThatThrownBy(() -> third.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
        } finally {
            single.shutdown();
        }
    }

    @Test
    void aLoaderThatFailsIsToldAsSuch() {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open("c", loading(key -> {
                throw new IllegalStateException("no database");
            }));
            CompletionListenerFuture done = new CompletionListenerFuture();
            cache.loadAll(Set.of("k"), true, done);
            assertThatThrownBy(() -> done.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(CacheLoaderException.class);
            for (CompletionStage<?> stage : List.of(
                    cache.getAsync("k"), cache.getAllAsync(Set.of("k")), cache.loadAllAsync(Set.of("k"), false))) {
                assertThatThrownBy(() -> end(stage))
                        .cause()
                        .isInstanceOf(CacheLoaderException.class)
                        .hasRootCauseMessage("no database");
            }
            assertThat(cache.containsKey("k")).isFalse();
        }
    }

    @Test
    void loadingManyWithoutListening() {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open("c", loading(key -> key + "!"));
            cache.put("a", "put");
            end(cache.loadAllAsync(Set.of("a", "b"), false));
            assertThat(cache.getAll(Set.of("a", "b"))).isEqualTo(Map.of("a", "put", "b", "b!"));
            end(cache.loadAllAsync(Set.of("a", "b"), true));
            assertThat(cache.get("a")).isEqualTo("a!");
        }
    }

    /** The threads that would run what the loaders wait for are those that run the loaders. */
    @Test
    void loadersOfWaitingOperationsMayWaitForStages() {
        int threads = 2;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier allLoading = new CyclicBarrier(threads);
        AtomicReference<KetchCache<String, String>> self = new AtomicReference<>();
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c",
                    loading(key -> {
                                try {
                                    allLoading.await(60, TimeUnit.SECONDS);
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                                end(self.get().getAndPutAsync("beside " + key, "put"));
                                return "loaded";
                            })
                            .setExecutorFactory(factoryOf(pool)));
            self.set(cache);
            List<CompletableFuture<String>> callers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String key = "k" + i;
                callers.add(CompletableFuture.supplyAsync(() -> cache.get(key), pool));
            }
            callers.forEach(caller -> assertThat(end(caller)).isEqualTo("loaded"));
            assertThat(cache.get("beside k1")).isEqualTo("put");
        } finally {
            pool.shutdown();
        }
    }
}
