// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A queued call always finds somebody to write it. The moment in which one could be forgotten is that at which the
 * writing side is given back, so: one packet at a time, no connections of the callers' own, and calls that follow each
 * other at once, first through the writer thread and then by the caller itself. As later calls would take a forgotten
 * one along, there are none: who is forgotten waits alone, until the timeout.
 */
class LostWakeUpTest {
    /** Far longer than any hiccup of the machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration RUN = Duration.ofSeconds(3);
    private static MemcachedProcess server;

    @BeforeAll
    static void start() {
        server = MemcachedProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static MemcachedClient open() {
        return MemcachedClients.open(Fixture.settings(TIMEOUT, server.port()).toBuilder()
                .directConnections(0)
                .batchesInFlight(1)
                .build());
    }

    /** A call through the writer thread, and at once, while that may still hold the writing side, one by the caller. */
    private static void two(MemcachedClient client, Queue<String> forgotten) {
        Exchange written = client.start(Fixture.exchange(client, Request.noop()))
                .toCompletableFuture()
                .join();
        Exchange own = Fixture.run(client, Request.noop());
        if (!written.isAnswered() || !own.isAnswered()) {
            forgotten.add(written.problem() + own.problem());
        }
    }

    private static void together(List<Runnable> tasks) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            Thread thread = new Thread(task);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aSoleCallerIsNotForgotten() throws InterruptedException {
        Queue<String> forgotten = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + RUN.toNanos();
        List<Runnable> tasks = new ArrayList<>();
        // Each with a client of its own, so that none helps another.
        for (int i = 0; i < 6; i++) {
            tasks.add(() -> {
                try (MemcachedClient client = open()) {
                    while (System.nanoTime() - end < 0 && forgotten.isEmpty()) {
                        two(client, forgotten);
                    }
                }
            });
        }
        together(tasks);
        assertThat(forgotten).isEmpty();
    }

    @Test
    void theLastOfManyCallersIsNotForgotten() throws InterruptedException {
        Queue<String> forgotten = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + RUN.toNanos();
        Phaser wave = new Phaser(16);
        try (MemcachedClient client = open()) {
            Runnable task = () -> {
                try {
                    while (System.nanoTime() - end < 0 && forgotten.isEmpty()) {
                        two(client, forgotten);
                        wave.arriveAndAwaitAdvance();
                    }
                } finally {
                    wave.arriveAndDeregister();
                }
            };
            together(Collections.nCopies(16, task));
        }
        assertThat(forgotten).isEmpty();
    }
}
