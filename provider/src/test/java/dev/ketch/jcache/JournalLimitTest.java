// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.ServerState;
import dev.ketch.testkit.MemcachedProcess;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * More dropped writes than are remembered.
 *
 * <p>Depends on the cache being cleared on the server in place of the keys that are forgotten, and on all of it counting as
 * absent until then.
 */
@Timeout(60)
class JournalLimitTest {
    private static final int KEYS = 2_000;
    private static final int LIMIT = 500;
    private static final long OLD = 1;
    private static final Set<String> NAMES = OneServer.entries(KEYS, OLD).keySet();

    private OneServer jvms;

    @BeforeEach
    void start() {
        jvms = new OneServer(
                MemcachedProcess.start(), "timeout=2s&firstProbe=20ms&longestProbe=50ms&journalLimit=" + LIMIT);
        jvms.there.putAll(OneServer.entries(KEYS, OLD));
        jvms.putUntilDone("warm", OLD);
        assertThat(jvms.there.getAll(NAMES)).hasSize(KEYS);
    }

    @AfterEach
    void stop() {
        jvms.close();
    }

    private void assertBounded() {
        assertThat(jvms.status().journal()).isLessThanOrEqualTo(LIMIT + 1);
    }

    @Test
    void noneOfThemIsReadAfterwards() throws InterruptedException {
        jvms.client.markOffline(jvms.server);
        for (Map.Entry<String, Long> entry : OneServer.entries(KEYS, 2).entrySet()) {
            jvms.here.put(entry.getKey(), entry.getValue());
            assertBounded();
        }
        try (Watch watch = new Watch(jvms.here, NAMES, value -> true)) {
            jvms.slowDown();
            jvms.client.markOnline(jvms.server);
            jvms.awaitRepaired();
            jvms.proxy.heal();
            watch.awaitRounds();
            assertThat(watch.end()).isEmpty();
        }
        assertThat(jvms.there.getAll(NAMES)).isEmpty();
        jvms.here.put("k0", 3L);
        assertThat(jvms.there.get("k0")).isEqualTo(3);
    }

    @Test
    void norWhereTheyAreDroppedFasterThanTheyAreRepaired() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Queue<String> stale = new ConcurrentLinkedQueue<>();
        jvms.client.markOffline(jvms.server);
        Thread[] droppers = new Thread[8];
        for (int t = 0; t < droppers.length; t++) {
            droppers[t] = new Thread(() -> dropAll(over, stale), "dropper");
        }
        jvms.drop("k0");
        jvms.slowDown();
        for (Thread dropper : droppers) {
            dropper.start();
        }
        jvms.client.markOnline(jvms.server);
        Awaiting.until(() -> jvms.status().state() == ServerState.REPAIRING);
        long drops = jvms.status().dropped();
        while (jvms.status().dropped() - drops < 400_000) {
            assertBounded();
            Thread.onSpinWait();
        }
        over.set(true);
        for (Thread dropper : droppers) {
            dropper.join();
        }
        jvms.awaitRepaired();
        assertThat(stale).isEmpty();
        assertThat(jvms.status().raised()).isPositive();
        assertThat(jvms.there.getAll(NAMES)).isEmpty();
    }

    /** Nobody writes any more, so a key that was dropped once is gone for good. */
    private void dropAll(AtomicBoolean over, Queue<String> stale) {
        while (!over.get()) {
            int from = ThreadLocalRandom.current().nextInt(KEYS);
            for (int i = 0; i < 1_000; i++) {
                jvms.drop("k" + (from + i) % KEYS);
            }
            Long found = jvms.here.get("k" + from);
            if (found != null && stale.size() < 20) {
                stale.add("k" + from + " is " + found);
            }
        }
    }
}
