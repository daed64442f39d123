// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.jcache.event.HearsAll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners hear of a key in the order in which threads of this JVM change it, and block nobody for ever. */
@Timeout(100)
class EventOrderTest extends JvmsOnOneServer {
    private static final int THREADS = 6;
    private static final int ROUNDS = 60;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private record Heard(
            EventType type,
            String key,
            @Nullable String old,
            @Nullable String value) {
        /** What is there after it. */
        @Nullable
        String left() {
            return type == EventType.REMOVED ? null : value;
        }
    }

    /** Keeps what it hears as soon as it is called, and then does what the test wants. */
    private static final class Ear implements HearsAll<String, String> {
        private final Consumer<Heard> then;
        private final List<Heard> heard = new ArrayList<>();

        Ear() {
            this(event -> {});
        }

        Ear(Consumer<Heard> then) {
            this.then = then;
        }

        @Override
        public void hear(CacheEntryEvent<? extends String, ? extends String> event) {
            Heard now = new Heard(event.getEventType(), event.getKey(), event.getOldValue(), event.getValue());
            synchronized (heard) {
                heard.add(now);
            }
            then.accept(now);
        }

        List<Heard> heard(String key) {
            synchronized (heard) {
                return heard.stream().filter(event -> event.key().equals(key)).toList();
            }
        }

        <C extends Cache<String, String>> C on(C cache, boolean synchronous) {
            cache.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> this, null, true, synchronous));
            return cache;
        }
    }

    private static final class Always extends SimpleLoader<String, String> {
        @Override
        public String load(String key) {
            return "loaded";
        }
    }

    private static void assertChain(List<Heard> heard) {
        String there = null;
        for (int i = 0; i < heard.size(); i++) {
            Heard event = heard.get(i);
            assertThat(event.old()).as("%d: %s", i, event).isEqualTo(there);
            assertThat(event.type() == EventType.CREATED).isEqualTo(there == null);
            there = event.left();
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Step {
        /** Whether it has changed the key. */
        boolean run(int way, String value) throws Exception;
    }

    private static long waitingForTheirTurn() {
        return Awaiting.threadsIn(Turns.Turn.class, "await");
    }

    /** What a listener changes is told at once; for all others that makes no difference. */
    @Test
    void nobodyOvertakesForAListenerThatChangesItsKey() throws Exception {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        List<Future<?>> others = new ArrayList<>();
        Ear ear = new Ear(event -> {
            Cache<String, String> own = requireNonNull(self.get());
            if ("first".equals(event.value())) {
                others.add(executor.submit(() -> own.put("k", "second")));
                Awaiting.until(() -> waitingForTheirTurn() == 1);
                own.put("k", "its own");
                others.add(executor.submit(() -> own.put("k", "third")));
                Awaiting.until(() -> waitingForTheirTurn() == 2);
            }
        });
        Cache<String, String> cache = ear.on(jvms.open("c"), true);
        self.set(cache);
        cache.put("k", "first");
        for (Future<?> other : others) {
            other.get(30, TimeUnit.SECONDS);
        }
        assertThat(ear.heard("k")).extracting(Heard::value).containsExactly("first", "its own", "second", "third");
    }

    /** All threads change one key in every way; how many events there must be of it is counted by what they are told. */
    private long changeByMany(Cache<String, String> cache) throws Exception {
        return byMany((way, value) -> change(cache, way, value));
    }

    private long byMany(Step step) throws Exception {
        return AllAtOnce.run(THREADS, thread -> {
                    long changes = 0;
                    for (int i = 0; i < ROUNDS; i++) {
                        changes += step.run(thread + i, thread + "-" + i) ? 1 : 0;
                    }
                    return changes;
                })
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static boolean change(Cache<String, String> cache, int way, String value) {
        switch (way % 8) {
            case 0 -> cache.put("k", value);
            case 1 -> {
                return cache.replace("k", value);
            }
            case 2 -> {
                return cache.remove("k");
            }
            case 3 ->
                cache.invoke("k", (entry, arguments) -> {
                    entry.setValue(value);
                    return null;
                });
            case 4 -> cache.putAll(Map.of("k", value, "beside", value));
            case 5 -> cache.getAndPut("k", value);
            case 6 -> {
                return cache.putIfAbsent("k", value);
            }
            default ->
                cache.invokeAll(Set.of("k", "beside"), (entry, arguments) -> {
                    entry.setValue(value);
                    return null;
                });
        }
        return true;
    }

    @Test
    void synchronousListenersHearAKeysEventsInTheOrderOfItsChanges() throws Exception {
        Ear one = new Ear(event -> Thread.yield());
        Ear other = new Ear();
        JCache<String, String> cache = other.on(one.on(jvms.open("orders"), true), true);

        long changes = changeByMany(cache);

        assertThat(one.heard("k")).hasSize((int) changes);
        assertChain(one.heard("k"));
        assertChain(one.heard("beside"));
        assertThat(other.heard("k")).isEqualTo(one.heard("k"));
    }

    @Test
    void asynchronousListenersDoToo() throws Exception {
        Ear ear = new Ear();
        JCache<String, String> cache = ear.on(jvms.open("orders"), false);

        long changes = changeByMany(cache);

        Awaiting.until(() -> ear.heard("k").size() >= changes);
        assertThat(ear.heard("k")).hasSize((int) changes);
        assertChain(ear.heard("k"));
    }

    @Test
    void loadsRemovalsOfManyAndAsynchronousOperationsKeepTheOrderToo() throws Exception {
        Ear told = new Ear();
        Ear queued = new Ear();
        JCache<String, String> cache = jvms.open(
                "loading", Jvms.<String, String>plain().setReadThrough(true).setCacheLoaderFactory(() -> new Always()));
        queued.on(told.on(cache, true), false);

        byMany((way, value) -> {
            switch (way % 7) {
                case 0 -> cache.get("k");
                case 1 -> cache.removeAll(Set.of("k", "beside"));
                case 2 -> cache.getAll(Set.of("k", "beside"));
                case 3 -> cache.putAsync("k", value).toCompletableFuture().get(30, TimeUnit.SECONDS);
                case 4 -> cache.removeAsync("k").toCompletableFuture().get(30, TimeUnit.SECONDS);
                case 5 ->
                    cache.loadAllAsync(Set.of("k"), true).toCompletableFuture().get(30, TimeUnit.SECONDS);
                default -> cache.getAndRemove("k");
            }
            return true;
        });

        assertChain(told.heard("k"));
        assertThat(told.heard("k")).isNotEmpty();
        Awaiting.until(() -> queued.heard("k").size() == told.heard("k").size());
        assertThat(queued.heard("k")).isEqualTo(told.heard("k"));
    }

    @Test
    void anAsynchronousListenerHearsInOrderBesideASynchronousOneThatChangesItsOwnKey() throws Exception {
        Ear ear = new Ear();
        JCache<String, String> cache = ear.on(jvms.open("orders"), false);
        Ear meddler = new Ear(event -> {
            if (event.key().equals("k")
                    && event.value() != null
                    && !event.value().contains("again")) {
                cache.put("k", event.value() + " again");
            }
        });
        meddler.on(cache, true);

        changeByMany(cache);

        Awaiting.until(() -> ear.heard("k").size() == meddler.heard("k").size());
        assertChain(ear.heard("k"));
        assertThat(meddler.heard("k")).containsExactlyInAnyOrderElementsOf(ear.heard("k"));
    }

    @Test
    void aListenerThatChangesItsOwnKeyHearsOfThatAtOnce() {
        JCache<String, String> cache = jvms.open("orders");
        Ear ear = new Ear(event -> {
            if (event.type() == EventType.CREATED) {
                cache.put(event.key(), "again");
            }
        });
        ear.on(cache, true);

        cache.put("k", "v");

        assertThat(ear.heard("k"))
                .containsExactly(
                        new Heard(EventType.CREATED, "k", null, "v"), new Heard(EventType.UPDATED, "k", "v", "again"));
        assertThat(cache.get("k")).isEqualTo("again");
    }

    @Test
    void listenersOfTwoKeysThatChangeEachOthersKeyEnd() throws Exception {
        JCache<String, String> cache = jvms.open("orders");
        CyclicBarrier both = new CyclicBarrier(2);
        Ear ear = new Ear(event -> {
            if (event.type() == EventType.CREATED) {
                meet(both);
                cache.put(event.key().equals("a") ? "b" : "a", "from the listener to " + event.key());
            }
        });
        ear.on(cache, true);

        Future<?> a = executor.submit(() -> cache.put("a", "v"));
        Future<?> b = executor.submit(() -> cache.put("b", "v"));
        a.get(30, TimeUnit.SECONDS);
        b.get(30, TimeUnit.SECONDS);

        assertThat(cache.get("a")).isEqualTo("from the listener to b");
        assertThat(cache.get("b")).isEqualTo("from the listener to a");
        assertThat(ear.heard("a")).hasSize(2);
        assertThat(ear.heard("b")).hasSize(2);
    }

    @Test
    void soDoOnesThatWaitForOtherThreadsWhichChangeThem() throws Exception {
        JCache<String, String> cache = jvms.open("orders");
        CyclicBarrier both = new CyclicBarrier(2);
        Ear ear = new Ear(event -> {
            if (event.type() == EventType.CREATED && !event.key().equals("c")) {
                meet(both);
                String other = event.key().equals("a") ? "b" : "a";
                await(executor.submit(() -> cache.put(other, "from the listener to " + event.key())));
            }
        });
        ear.on(cache, true);

        Future<?> a = executor.submit(() -> cache.put("a", "v"));
        Future<?> b = executor.submit(() -> cache.putAll(Map.of("b", "v", "c", "v")));
        a.get(60, TimeUnit.SECONDS);
        b.get(60, TimeUnit.SECONDS);

        assertThat(ear.heard("a")).hasSize(2);
        assertThat(ear.heard("b")).hasSize(2);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListenerThatHangsStopsNobodyForEver() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Ear ear = new Ear(event -> {
            if (event.key().equals("slow") && first.getAndSet(false)) {
                hangs.countDown();
                pass(release);
            }
        });
        JCache<String, String> cache = ear.on(jvms.open("orders"), true);
        Future<?> stuck = executor.submit(() -> cache.put("slow", "1"));
        pass(hangs);
        long from = System.nanoTime();

        for (int i = 0; i < 1000; i++) {
            cache.put("k" + i, "v");
        }
        cache.put("slow", "2");
        cache.putAll(Map.of("slow", "3", "k1", "w"));

        // Once 5 s, and not again for the same listener.
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(30));
        assertThat(stuck.isDone()).isFalse();
        assertThat(ear.heard("slow")).extracting(Heard::value).containsExactly("1", "2", "3");
        assertThat(ear.heard("k1")).extracting(Heard::value).containsExactly("v", "w");
        release.countDown();
        stuck.get(30, TimeUnit.SECONDS);
        cache.remove("slow");
        assertChain(ear.heard("slow"));
    }
}
