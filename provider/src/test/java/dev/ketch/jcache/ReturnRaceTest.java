// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
    private static final int KEYS = 3;
    private static final int RETURNS = 60;
    private static final int ROUNDS = 10;
    private static final int SINGLE_DROPS = 20_000;
    private static final long OLD = 1;

    private final Queue<String> stale = new ConcurrentLinkedQueue<>();
    private final CyclicBarrier together = new CyclicBarrier(THREADS + 1);

    /** @param journalLimit with hardly any room, it is fences that are raised */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 2})
    void nothingStaleIsLeftAndNothingIsForgotten(int journalLimit) throws Exception {
        try (OneServer jvms = new OneServer(
                MemcachedProcess.start(),
                "timeout=10s&connectTimeout=10s&firstProbe=1ms&longestProbe=5ms&journalLimit=" + journalLimit)) {
            jvms.here.put("warm", OLD);
            // Time to drop a key once more between its deletion and the news of it.
            jvms.proxy.all().delay(Direction.TO_CLIENT, Duration.ofMillis(3));
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                String prefix = "t" + t + "-";
                threads.add(new Thread(() -> drop(prefix, jvms), "dropper"));
            }
            threads.forEach(Thread::start);
            for (int i = 0; i < RETURNS; i++) {
                // Every other time they are dropped while the server is up.
                if (i % 2 == 0) {
                    jvms.client.markOffline(jvms.server);
                }
                together.await();
                if (i % 2 == 0) {
                    jvms.client.markOnline(jvms.server);
                }
                together.await();
                jvms.awaitRepaired();
                assertThat(stale).isEmpty();
                for (int t = 0; t < THREADS; t++) {
                    for (int k = 0; k < KEYS; k++) {
                        assertThat(jvms.there.get("t" + t + "-" + k)).isNull();
                    }
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** Depends on the first half of it alone: nothing follows that would have the server looked at. */
    @Test
    void aDropThatNoneFollowsIsMadeUpFor() {
        try (OneServer jvms = new OneServer(MemcachedProcess.start(), "timeout=10s&connectTimeout=10s")) {
            jvms.here.put("warm", OLD);
            for (int i = 0; i < SINGLE_DROPS; i++) {
                jvms.drop("k");
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (jvms.status().journal() != 0) {
                    assertThat(System.nanoTime())
                            .as("drop %d is not made up for", i)
                            .isLessThan(end);
                    Thread.onSpinWait();
                }
            }
            assertThat(jvms.status().deleted()).isEqualTo(SINGLE_DROPS);
        }
    }

    /** What the other JVM has written is what this one then wanted to replace. */
    private void drop(String prefix, OneServer jvms) {
        try {
            for (int i = 0; i < RETURNS; i++) {
                together.await();
                for (int j = 0; j < ROUNDS * KEYS; j++) {
                    jvms.there.put(prefix + j % KEYS, OLD);
                    jvms.drop(prefix + j % KEYS);
                }
                for (int k = 0; k < KEYS; k++) {
                    if (jvms.here.get(prefix + k) != null) {
                        stale.add(prefix + k);
                    }
                }
                together.await();
            }
        } catch (Exception e) {
            together.reset();
        }
    }
}
