// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes that are dropped at the very moment in which their server comes back, and while the same key is being repaired.
 *
 * <p>Depends on two things: a drop has the server looked at once it is in the journal, in every state that takes commands;
 * and a repair forgets a key, or a fence, only if nothing has been added to it since the repair began.
 */
@Timeout(120)
class ReturnRaceTest {
    private static final int THREADS = 4;
    private static final int KEYS = 10;
    private static final int RETURNS = 100;
    private static final long OLD = 1;

    private final Queue<String> stale = new ConcurrentLinkedQueue<>();
    private final AtomicLong drops = new AtomicLong();
    private volatile boolean over;

    /** @param journalLimit with hardly any room, it is fences that are raised */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 2})
    void nothingStaleIsLeftAndNothingIsForgotten(int journalLimit) throws InterruptedException {
        try (OneServer jvms = new OneServer(
                MemcachedProcess.start(),
                "timeout=10s&connectTimeout=10s&firstProbe=1ms&longestProbe=5ms&journalLimit=" + journalLimit)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                String prefix = "t" + t + "-";
                threads.add(new Thread(() -> replaceAndDrop(prefix, jvms), "dropper"));
            }
            threads.forEach(Thread::start);
            for (int i = 0; i < RETURNS; i++) {
                jvms.client.markOffline(jvms.server);
                awaitDrops(THREADS);
                jvms.client.markOnline(jvms.server);
                Awaiting.until(() -> jvms.status().state().admitsCalls());
                if (i % 2 == 0) {
                    awaitDrops(8 * THREADS);
                }
            }
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
            jvms.awaitRepaired();
            assertThat(stale).isEmpty();
            for (int t = 0; t < THREADS; t++) {
                for (int k = 0; k < KEYS; k++) {
                    assertThat(jvms.there.get("t" + t + "-" + k)).isNull();
                }
            }
        }
    }

    private void awaitDrops(int number) {
        long before = drops.get();
        Awaiting.until(() -> drops.get() - before > number || !stale.isEmpty());
    }

    /** What the other JVM has written is what this one then wanted to replace. */
    private void replaceAndDrop(String prefix, OneServer jvms) {
        try {
            for (int i = 0; !over; i++) {
                String key = prefix + i % KEYS;
                jvms.there.put(key, OLD);
                jvms.drop(key);
                drops.incrementAndGet();
                if (jvms.here.get(key) != null) {
                    stale.add(key);
                }
            }
        } catch (RuntimeException | Error e) {
            stale.add(e.toString());
        }
    }
}
