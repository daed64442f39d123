// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsynchronousEventsTest {
    private static final int CAPACITY = 100;

    private final Cache<String, Integer> cache = Sources.named("async");
    private final CacheEvents<String, Integer> events = new CacheEvents<>("async", List.of(), CAPACITY);

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void aListenerHearsEverythingInOrderInADaemonThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Recorder recorder = new Recorder(event -> threads.add(Thread.currentThread()));
        events.register(recorder.registration(true, false));

        for (int i = 0; i < CAPACITY; i++) {
            Publishing.to(events).updated(cache, "k" + i % 3, i, i + 1);
        }

        await(() -> recorder.events.size() == CAPACITY);
        assertThat(recorder.heard())
                .isEqualTo(IntStream.range(0, CAPACITY)
                        .mapToObj(i -> "UPDATED k" + i % 3 + " " + i + " " + (i + 1))
                        .toList());
        assertThat(threads).doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
    }

    @Test
    void publishersInSeveralThreadsKeepTheOrderOfEachKey() throws Exception {
        // Capacity enough for all, so that none is dropped.
        try (CacheEvents<String, Integer> roomy = new CacheEvents<>("async", List.of(), 10_000)) {
            Recorder recorder = new Recorder();
            roomy.register(recorder.registration(false, false));
            CyclicBarrier start = new CyclicBarrier(4);
            List<Thread> publishers = IntStream.range(0, 4)
                    .mapToObj(t -> new Thread(() -> {
                        pass(start);
                        for (int i = 0; i < 1000; i++) {
                            Publishing.to(roomy).created(cache, "k" + t, i);
                        }
                    }))
                    .toList();
            publishers.forEach(Thread::start);
            for (Thread publisher : publishers) {
                publisher.join();
            }

            await(() -> recorder.events.size() == 4000);
            for (int t = 0; t < 4; t++) {
                String key = "k" + t;
                assertThat(recorder.events.stream()
                                .filter(event -> event.getKey().equals(key))
                                .map(event -> (Integer) event.getValue()))
                        .containsExactlyElementsOf(
                                IntStream.range(0, 1000).boxed().toList());
            }
        }
    }

    @Test
    void aSlowListenerHarmsNeitherTheOperationNorOthersAndLosesWhatIsBeyondItsBound() {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder slow = new Recorder(event -> {
            stuck.countDown();
            pass(release);
        });
        Recorder quick = new Recorder();
        events.register(slow.registration(false, false));
        events.register(quick.registration(false, false));

        Publishing.to(events).created(cache, "first", 0);
        pass(stuck);
        await(() -> quick.events.size() == 1);
        for (int i = 0; i < CAPACITY + 7; i++) {
            Publishing.to(events).created(cache, "k", i);
            int heard = i + 2;
            await(() -> quick.events.size() == heard);
        }

        assertThat(slow.events).isEmpty();
        assertThat(events.bean().getDropped()).isEqualTo(7);
        release.countDown();
        await(() -> slow.events.size() == CAPACITY + 1);
        Publishing.to(events).created(cache, "again", 1);
        await(() -> slow.events.size() == CAPACITY + 2);
        assertThat(events.bean().getDropped()).isEqualTo(7);
    }

    @Test
    void aListenerThatThrowsGoesOnHearing() {
        Recorder recorder = new Recorder(event -> {
            if (event.getKey().equals("bad")) {
                throw new IllegalStateException("listener");
            }
            if (event.getKey().equals("worse")) {
                throw new AssertionError("listener");
            }
        });
        events.register(recorder.registration(false, false));

        Publishing.to(events).created(cache, "bad", 1);
        Publishing.to(events).created(cache, "worse", 1);
        Publishing.to(events).created(cache, "good", 1);

        await(() -> !recorder.events.isEmpty());
        assertThat(recorder.heard()).containsExactly("CREATED good null 1");
    }

    @Test
    void oneThatIsDeregisteredHearsWhatIsQueuedAndIsClosedAfterThat() {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder recorder = new Recorder(event -> {
            stuck.countDown();
            pass(release);
        });
        CacheEntryListenerConfiguration<String, Integer> registration = recorder.registration(false, false);
        events.register(registration);
        Publishing.to(events).created(cache, "a", 1);
        Publishing.to(events).created(cache, "b", 2);
        pass(stuck);

        events.deregister(registration);
        Publishing.to(events).created(cache, "c", 3);
        assertThat(recorder.closed).hasValue(0);
        release.countDown();

        await(() -> recorder.closed.get() == 1);
        assertThat(recorder.heard()).containsExactly("CREATED a null 1", "CREATED b null 2");
    }

    @Test
    void anIdleOneIsClosedAtOnceAndItsThreadsEnd() {
        CacheEvents<String, Integer> own = new CacheEvents<>("threads-end", List.of());
        Recorder recorder = new Recorder();
        own.register(recorder.registration(false, false));
        assertThat(threadsOf("threads-end")).isEmpty();
        Publishing.to(own).created(cache, "a", 1);
        await(() -> recorder.events.size() == 1);
        assertThat(threadsOf("threads-end")).hasSize(1);

        own.close();

        await(() -> recorder.closed.get() == 1);
        await(() -> threadsOf("threads-end").isEmpty());
    }

    private static List<Thread> threadsOf(String cacheName) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ketch-events-" + cacheName))
                .toList();
    }

    /** The class has a timeout, so this ends. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pass(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    /** As when there is no memory for it. */
    @Test
    void aListenerHearsTheNextEventEvenIfItsFailureCannotBeLogged() {
        Logger logger = Logger.getLogger(AsyncDelivery.class.getName());
        Handler failing = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                throw new IllegalStateException("cannot be logged");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(failing);
        try {
            Recorder recorder = new Recorder(event -> {
                if (event.getKey().equals("bad")) {
                    throw new IllegalStateException("broken");
                }
            });
            events.register(recorder.registration(false, false));
            Publishing.to(events).created(cache, "bad", 1);
            Publishing.to(events).created(cache, "good", 1);
            await(() -> recorder.events.size() == 1);
        } finally {
            logger.removeHandler(failing);
        }
    }
}
