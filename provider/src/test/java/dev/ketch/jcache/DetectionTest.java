// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.Hiccups;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a lost server goes unnoticed, what callers feel of it meanwhile, and what a call costs once it is known. */
@Timeout(120)
class DetectionTest {
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int SILENCES = 3;
    private static final int CALLS = 50_000;

    /** How a server is lost. */
    private enum Loss {
        KILLED {
            @Override
            void to(MemcachedProcess process, FaultProxy proxy) {
                process.kill();
            }
        },
        STOPPED {
            @Override
            void to(MemcachedProcess process, FaultProxy proxy) {
                process.stop();
            }
        },
        /** Its machine accepts connections, and nothing more comes. */
        BLACK_HOLE {
            @Override
            void to(MemcachedProcess process, FaultProxy proxy) {
                proxy.all().hold(Direction.TO_SERVER);
            }
        };

        abstract void to(MemcachedProcess process, FaultProxy proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "KILLED, 100, 1", "KILLED, 100, 64", "KILLED, 1000, 1", "KILLED, 1000, 64",
        "STOPPED, 100, 1", "STOPPED, 100, 64", "STOPPED, 1000, 1", "STOPPED, 1000, 64",
        "BLACK_HOLE, 100, 1", "BLACK_HOLE, 100, 64"
    })
    void aLostServerIsFoundOut(Loss loss, int timeoutMillis, int callers) throws InterruptedException {
        findOut(loss, timeoutMillis, callers);
    }

    @ParameterizedTest
    @Tag("full")
    @CsvSource({"BLACK_HOLE, 1000, 1", "BLACK_HOLE, 1000, 64"})
    void soIsOneThatTakesAllInWithALongTimeout(Loss loss, int timeoutMillis, int callers) throws InterruptedException {
        findOut(loss, timeoutMillis, callers);
    }

    private static void findOut(Loss loss, int timeoutMillis, int callers) throws InterruptedException {
        try (MemcachedProcess process = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(process.host(), process.port());
                KetchCachingProvider provider = new KetchCachingProvider();
                Hiccups hiccups = new Hiccups(List.of(DetectionTest::daemon))) {
            // A killed server has to refuse by itself, which one behind a proxy does not.
            String address = loss == Loss.BLACK_HOLE ? proxy.address() : process.address();
            Cache<String, Long> cache = open(provider, address, "?timeout=" + timeoutMillis + "ms");
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            Server server = client.servers().get(0);
            cache.put("k", 1L);
            AtomicLong calls = new AtomicLong();
            AtomicLong longest = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            for (int i = 0; i < callers; i++) {
                threads.add(daemon(() -> {
                    while (!over.get()) {
                        long began = System.nanoTime();
                        cache.get("k");
                        long took = System.nanoTime() - began;
                        longest.accumulateAndGet(took, Math::max);
                        calls.incrementAndGet();
                    }
                }));
            }
            Awaiting.until(() -> calls.get() > 2_000);
            Awaiting.until(() -> client.state(server).admitsCalls());
            longest.set(0);
            long lost = System.nanoTime();
            loss.to(process, proxy);
            while (client.state(server).admitsCalls()) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            }
            long known = System.nanoTime();
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            long timeout = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            long hiccup = hiccups.largest(lost, System.nanoTime());
            System.out.println(String.format(
                    Locale.ROOT,
                    "Measured: %s, timeout %d ms, callers %d: DOWN after %.1f ms, longest call %.1f ms",
                    loss,
                    timeoutMillis,
                    callers,
                    (known - lost) / 1e6,
                    longest.get() / 1e6));
            assertThat(longest.get()).isLessThan(timeout + MARGIN_NANOS + hiccup);
            assertThat(known - lost)
                    .isLessThan(SILENCES * timeout + TimeUnit.SECONDS.toNanos(1) + MARGIN_NANOS + hiccup);
        }
    }

    @Test
    void whatIsKnownToBeLostCostsNoTime() {
        try (KetchCachingProvider provider = new KetchCachingProvider();
                MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                MemcachedProcess three = MemcachedProcess.start();
                Hiccups hiccups = new Hiccups(List.of(DetectionTest::daemon))) {
            Cache<String, Long> cache =
                    open(provider, one.address() + "," + two.address() + "," + three.address(), "?longestProbe=100ms");
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            for (int i = 0; i < 100; i++) {
                cache.put("k" + i, 1L);
            }
            List.of(one, two, three).forEach(MemcachedProcess::kill);
            Awaiting.until(() -> {
                for (int i = 0; i < 100; i++) {
                    assertThat(cache.get("k" + i)).isNull();
                }
                return client.servers().stream()
                        .noneMatch(server -> client.state(server).admitsCalls());
            });
            long[] took = new long[CALLS];
            long longest = 0;
            long longestAt = 0;
            for (int i = 0; i < CALLS; i++) {
                long began = System.nanoTime();
                cache.get("k" + i % 100);
                took[i] = System.nanoTime() - began;
                if (took[i] > longest) {
                    longest = took[i];
                    longestAt = began;
                }
            }
            long hiccup = hiccups.largest(longestAt, longestAt + longest);
            Arrays.sort(took);
            System.out.println(String.format(
                    Locale.ROOT,
                    "Measured: a get with all servers down: p50 %.1f µs, p99 %.1f µs, longest %.1f µs",
                    took[CALLS / 2] / 1e3,
                    took[CALLS / 100 * 99] / 1e3,
                    longest / 1e3));
            // Generous: it waits for nothing, and the timeout is 1 s.
            assertThat(longest).isLessThan(TimeUnit.MILLISECONDS.toNanos(500) + hiccup);
        }
    }

    private static Cache<String, Long> open(KetchCachingProvider provider, String addresses, String options) {
        URI uri = URI.create("memcached://" + addresses + "/detection" + options);
        return provider.getCacheManager(uri, null).createCache("orders", Jvms.<String, Long>plain());
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
