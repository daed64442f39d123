// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.ServerUnavailableException;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every stage ends, whatever becomes of executors and caches, and gives back what its operation has taken. */
@Timeout(120)
class StagesEndTest extends OnOneServer {
    private static <T> T end(CompletionStage<T> stage) {
        return AsyncTest.end(stage);
    }

    private static void assertClosed(CompletionStage<?> stage) {
        assertThatThrownBy(() -> end(stage))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cache [c] is closed");
    }

    private static KetchConfiguration<String, String> on(Executor executor) {
        return new KetchConfiguration<String, String>().setExecutorFactory(ExecutorTest.factoryOf(executor));
    }

    /** Keeps what it is given until it is told to run it. */
    private static final class Holding implements Executor {
        private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(Runnable task) {
            held.add(task);
        }

        void runAll() {
            for (Runnable task = held.poll(); task != null; task = held.poll()) {
                task.run();
            }
        }
    }

    @Test
    void whatAnExecutorNeverRunsFailsWhenTheCacheCloses() {
        Holding holding = new Holding();
        try (Jvms jvms = new Jvms("?executorQueue=4", server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c", ExecutorTest.loading(key -> "loaded").setExecutorFactory(ExecutorTest.factoryOf(holding)));
            cache.put("warm", "up");
            CompletionStage<String> change = cache.getAndPutAsync("k", "v");
            CompletionStage<String> read = cache.getAsync("k");
            CompletionStage<?> write = cache.putAsync("l", "v");
            CompletionListenerFuture load = new CompletionListenerFuture();
            cache.loadAll(Set.of("m"), true, load);
            Awaiting.until(() -> holding.held.size() == 4);
            // Another executor has room of its own.
            KetchCache<String, String> other = jvms.open("other", new KetchConfiguration<>());
            end(other.putAsync("k", "v"));
            cache.close();
            assertClosed(change);
            assertClosed(read);
            assertThatThrownBy(() -> load.get(1, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
            // It is done, and that is told.
            end(write);
            holding.runAll();
            KetchCache<String, String> again = jvms.open("c", new KetchConfiguration<>());
            assertThat(again.getAll(Set.of("k", "l", "m"))).isEqualTo(Map.of("l", "v"));
        }
    }

    @Test
    void whatAnExecutorDropsEndsAllTheSame() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        ThreadPoolExecutor single = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        single.execute(() -> ExecutorTest.await(released));
        try (Jvms jvms = new Jvms("?executorQueue=6", server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c", ExecutorTest.loading(key -> "loaded").setExecutorFactory(ExecutorTest.factoryOf(task -> {})));
            cache.put("warm", "up");
            CompletionStage<String> change = cache.getAndPutAsync("k", "v");
            CompletionStage<String> read = cache.getAsync("k");
            // What hangs on stages may hang in its turn. Nobody joins these: who does runs what hangs on them, too.
            List<CompletionStage<String>> hanging = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                CompletionStage<String> stage = cache.getAsync("k");
                stage.whenComplete((value, failure) -> ExecutorTest.await(released));
                hanging.add(stage);
            }
            CompletionStage<?> write = cache.putAsync("l", "v");
            CompletionListenerFuture load = new CompletionListenerFuture();
            cache.loadAll(Set.of("m"), true, load);
            // Nor need an executor drop it: no thread comes to it.
            KetchCache<String, String> busy = jvms.open("busy", on(single));
            CompletionStage<String> waiting = busy.getAndPutAsync("k", "v");
            assertThatThrownBy(() -> end(change))
                    .cause()
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("cache [c]")
                    .hasMessageContaining("nothing was done");
            assertThatThrownBy(() -> end(read))
                    .cause()
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("nothing was changed");
            end(write);
            assertThat(cache.get("l")).isEqualTo("v");
            assertThatThrownBy(() -> load.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(CacheException.class);
            // Or this thread would end them when it closes the cache.
            Awaiting.until(() -> hanging.stream()
                    .allMatch(stage -> stage.toCompletableFuture().isDone()));
            // There is room again for as many.
            List<CompletionStage<?>> more = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                more.add(cache.getAndPutAsync("k", "v"));
            }
            cache.close();
            more.forEach(StagesEndTest::assertClosed);
            assertThatThrownBy(() -> end(waiting)).cause().hasMessageContaining("[executorThreads]");
            // However long the executor hangs, it keeps nothing of what has ended.
            Awaiting.until(() -> single.getQueue().isEmpty());
            released.countDown();
            // It stays undone though there is a thread now.
            end(busy.getAndPutAsync("l", "v"));
            assertThat(busy.containsKey("k")).isFalse();
        } finally {
            single.shutdown();
        }
    }

    @Test
    void anExecutorThatBlocksHoldsUpItsOwnCacheAlone() {
        CountDownLatch released = new CountDownLatch(1);
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open("c", on(task -> {
                ExecutorTest.await(released);
                task.run();
            }));
            KetchCache<String, String> other = jvms.open("other", new KetchConfiguration<>());
            cache.put("k", "v");
            other.put("k", "v");
            List<CompletionStage<String>> held = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                held.add(cache.getAsync("k"));
                assertThat(end(other.getAsync("k"))).isEqualTo("v");
            }
            assertThat(held).noneMatch(stage -> stage.toCompletableFuture().isDone());
            released.countDown();
            held.forEach(stage -> assertThat(end(stage)).isEqualTo("v"));
        }
    }

    @Test
    void whatIsDroppedEndsWhenTheManagerCloses() {
        List<CompletionStage<?>> stages = new ArrayList<>();
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open("c", on(task -> {}));
            cache.put("warm", "up");
            for (int i = 0; i < 100; i++) {
                stages.add(cache.putAsync("k" + i, "v"));
                stages.add(cache.getAsync("k" + i));
            }
        }
        // A thread that was about to end one may not have come to its end yet.
        Awaiting.until(() ->
                stages.stream().allMatch(stage -> stage.toCompletableFuture().isDone()));
    }

    /** As a pool does whose queue takes a task, when the machine then has no thread for it. */
    @Test
    void anExecutorThatTakesAndThrowsDoesAnOperationOnceOrNever() {
        Holding holding = new Holding();
        AtomicReference<Error> failure = new AtomicReference<>(new OutOfMemoryError("no thread"));
        Executor executor = task -> {
            holding.execute(task);
            Error error = failure.get();
            if (error != null) {
                throw error;
            }
        };
        try (Jvms jvms = new Jvms("?executorQueue=1", server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c", ExecutorTest.loading(key -> "loaded").setExecutorFactory(ExecutorTest.factoryOf(executor)));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> end(cache.getAndPutAsync("k", "v")))
                        .cause()
                        .isInstanceOf(CacheException.class)
                        .hasRootCauseMessage("no thread");
                assertThatThrownBy(() -> cache.loadAll(Set.of("k"), true, null)).hasRootCauseMessage("no thread");
                holding.runAll();
            }
            assertThat(cache.containsKey("k")).isFalse();
            failure.set(null);
            CompletionStage<String> first = cache.getAndPutAsync("k", "v");
            // What had failed has given its permit back once.
            assertThatThrownBy(() -> end(cache.getAndPutAsync("k", "w"))).hasMessageContaining("[executorQueue]");
            holding.runAll();
            end(first);
            assertThat(cache.get("k")).isEqualTo("v");
        }
    }

    @Test
    void whatFailsWhileItIsSentIsNotSaidToBeUndone() {
        RejectedExecutionException failure = new RejectedExecutionException("half way");
        try (AsyncThreads threads = new AsyncThreads(1, 1, 1, getClass().getClassLoader())) {
            Background background = threads.of("c", null);
            for (int i = 0; i < 2; i++) {
                CompletionStage<String> stage = background.run(background.bytes(), () -> "all", () -> {
                    throw failure;
                });
                assertThatThrownBy(() -> end(stage)).cause().isSameAs(failure);
            }
            assertThat(end(background.run(() -> "all"))).isEqualTo("all");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void userCodeStaysOffTheThreadThatTellsTheEndsOfAll(boolean refuses) {
        Executor executor = refuses
                ? task -> {
                    throw new RejectedExecutionException("busy");
                }
                : Runnable::run;
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open(
                    "c",
                    ExecutorTest.loading(key -> Thread.currentThread().getName())
                            .setExecutorFactory(ExecutorTest.factoryOf(executor)));
            for (int i = 0; i < 20; i++) {
                assertThat(end(cache.getAsync("k" + i))).startsWith("ketch-async-");
            }
        }
    }

    @Test
    void valuesThatWaitAreBoundedByTheirBytes() {
        Holding holding = new Holding();
        String large = "x".repeat(300_000);
        try (Jvms jvms = new Jvms("?maxQueuedBytes=1MB", server)) {
            KetchCache<String, String> cache = jvms.open("c", on(holding));
            KetchCache<String, String> other = jvms.open("other", new KetchConfiguration<>());
            List<CompletionStage<?>> stages = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                stages.add(cache.getAndPutAsync("k" + i, large));
            }
            for (KetchCache<String, String> each : List.of(cache, other)) {
                assertThatThrownBy(() -> end(each.putAsync("l", large)))
                        .cause()
                        .isInstanceOf(CacheException.class)
                        .hasMessageContaining("[maxQueuedBytes]")
                        .hasMessageContaining("Slow down");
            }
            holding.runAll();
            stages.forEach(StagesEndTest::end);
            Map<String, String> map = new HashMap<>();
            for (int i = 0; i < 4; i++) {
                map.put("m" + i, large);
            }
            assertThatThrownBy(() -> end(other.putAllAsync(map)))
                    .cause()
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("[maxQueuedBytes]")
                    .hasMessageContaining("Split the map");
            assertThat(other.containsKey("m0")).isFalse();
            map.remove("m0");
            for (int i = 0; i < 5; i++) {
                end(other.putAllAsync(map));
            }
            assertThat(other.getAll(map.keySet())).isEqualTo(map);
        }
    }

    /** Who waits is slowed down by that; who does not is told. */
    @Test
    void noRoomOnTheWayToAServerIsToldAlsoWhereTheCacheDegrades() {
        String options = "timeout=20s&connectTimeout=20s&maxQueuedOperations=64";
        try (OneServer one = new OneServer(MemcachedProcess.start(), options)) {
            @SuppressWarnings("unchecked")
            KetchCache<String, Long> cache = one.here.unwrap(KetchCache.class);
            int keys = 300;
            cache.putAll(OneServer.entries(keys, 1));
            one.proxy.all().hold(Direction.TO_CLIENT);
            Map<String, CompletionStage<?>> puts = new LinkedHashMap<>();
            for (int i = 0; i < keys; i++) {
                puts.put("k" + i, cache.putAsync("k" + i, 2L));
            }
            CompletionStage<Long> read = cache.getAsync("k0");
            CompletionStage<Boolean> removal = cache.removeAsync("k1");
            one.proxy.heal();
            int refused = 0;
            for (Map.Entry<String, CompletionStage<?>> put : puts.entrySet()) {
                long there;
                try {
                    end(put.getValue());
                    there = 2;
                } catch (RuntimeException e) {
                    assertThat(e)
                            .cause()
                            .isInstanceOf(ServerUnavailableException.class)
                            .hasMessageContaining("Nothing was sent")
                            .hasMessageContaining("slow down");
                    there = 1;
                    refused++;
                }
                assertThat(one.there.get(put.getKey())).as(put.getKey()).isEqualTo(there);
                assertThat(one.here.get(put.getKey())).as(put.getKey()).isEqualTo(there);
            }
            assertThat(refused).isBetween(1, keys - 1);
            assertThatThrownBy(() -> end(read)).hasCauseInstanceOf(ServerUnavailableException.class);
            assertThatThrownBy(() -> end(removal)).hasCauseInstanceOf(ServerUnavailableException.class);
            // Nobody has to make up for anything.
            assertThat(one.status().journal()).isZero();
        }
    }

    @Test
    void whatIsReadAfterTheCacheWasClosedGoesToNoLoader() {
        AtomicInteger calls = new AtomicInteger();
        try (FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                KetchCachingProvider provider = new KetchCachingProvider()) {
            URI uri = URI.create("memcached://" + proxy.address() + "/late?timeout=30s&connectTimeout=30s");
            KetchCache<String, String> cache = provider.getCacheManager(uri, null)
                    .createCache("c", ExecutorTest.loading(key -> "loaded " + calls.incrementAndGet()))
                    .unwrap(KetchCache.class);
            cache.put("warm", "up");
            proxy.all().hold(Direction.TO_CLIENT);
            CompletionStage<String> one = cache.getAsync("k");
            CompletionStage<Map<String, String>> many = cache.getAllAsync(Set.of("k", "l"));
            CompletionStage<?> write = cache.putAsync("m", "v");
            cache.close();
            proxy.heal();
            assertClosed(one);
            assertClosed(many);
            end(write);
        }
        assertThat(calls).hasValue(0);
    }

    /** A cache that has told of an end by closing is not there any more for who is told. */
    @Test
    void whoIsToldOfTheEndCanMakeTheCacheAnew() {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open("c", on(task -> {}));
            CacheManager manager = cache.getCacheManager();
            CompletionStage<Boolean> anew = cache.getAndPutAsync("k", "v").handle((value, failure) -> {
                assertThat(manager.<String, String>getCache("c")).isNull();
                return manager.createCache("c", Jvms.<String, String>plain()).isClosed();
            });
            cache.close();
            assertThat(end(anew)).isFalse();
        }
    }

    @Test
    void aBoundThatIsNoneIsNotTakenForNothing() {
        try (MemcachedProcess other = MemcachedProcess.start();
                Jvms jvms = new Jvms("?maxQueuedBytes=8589934591GB", server, other)) {
            KetchCache<String, String> cache = jvms.open("c");
            List<CompletionStage<?>> stages = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                stages.add(cache.putAsync("k" + i, "v"));
                stages.add(cache.getAsync("k" + i));
            }
            stages.forEach(stage -> end(stage));
        }
    }
}
