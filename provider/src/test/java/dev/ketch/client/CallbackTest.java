// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users' callbacks may do to the client, and what not. */
class CallbackTest {
    /** Kept, since its level would be forgotten with it. */
    private static final Logger LOGGER = Logger.getLogger(MemcachedClient.class.getName());

    private static MemcachedProcess server;

    @BeforeAll
    static void start() {
        // Dozens of stack traces of what is thrown on purpose tell nobody anything.
        LOGGER.setLevel(Level.OFF);
        server = MemcachedProcess.start();
    }

    @AfterAll
    static void stop() {
        LOGGER.setLevel(null);
        server.close();
    }

    private static MemcachedClient open() {
        return Fixture.open(Duration.ofSeconds(10), server);
    }

    private static List<Command> gets(int count) {
        return IntStream.range(0, count).mapToObj(i -> Command.get("k" + i)).toList();
    }

    private static void fail(int which) {
        if (which % 2 == 0) {
            throw new IllegalStateException("thrown on purpose");
        }
        throw new AssertionError("thrown on purpose");
    }

    @Test
    void whatThrowsHarmsNobody() {
        try (MemcachedClient client = open()) {
            AtomicInteger told = new AtomicInteger();
            for (int i = 0; i < 20; i++) {
                client.submit(Command.get("k"), r -> fail(told.incrementAndGet()));
                client.submit(Command.get("k")).thenAccept(r -> fail(told.incrementAndGet()));
            }
            Fixture.await("all are told", () -> told.get() == 40);
            client.submitAll(gets(50), r -> fail(told.incrementAndGet()))
                    .toCompletableFuture()
                    .join();
            client.executeAll(gets(50), r -> fail(told.incrementAndGet()));
            client.submit(ServerCommand.noop(), r -> fail(told.incrementAndGet()));
            Fixture.await("all are told", () -> told.get() == 141);
            assertThat(client.submit(Command.get("never"))
                            .toCompletableFuture()
                            .join()
                            .status())
                    .isEqualTo(ResultStatus.NOT_FOUND);
        }
    }

    @Test
    void whatBlocksStopsNeitherBlockingCallsNorOtherClients() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        try (MemcachedClient client = open();
                MemcachedClient other = open()) {
            client.submit(Command.get("k"), r -> {
                inside.countDown();
                awaitQuietly(release);
            });
            awaitQuietly(inside);
            assertThat(client.set("k", bytes("v"), null).isOk()).isTrue();
            assertThat(client.getAll(List.of("k", "l", "m")).get("k").isOk()).isTrue();
            assertThat(other.submit(Command.get("k"))
                            .toCompletableFuture()
                            .join()
                            .isOk())
                    .isTrue();
            release.countDown();
        }
    }

    @Test
    void whatIsNotTakenIsBounded() {
        CountDownLatch release = new CountDownLatch(1);
        Queue<ResultStatus> ends = new ConcurrentLinkedQueue<>();
        try (MemcachedClient client = MemcachedClients.open(
                Fixture.withBounds(Fixture.settings(Duration.ofSeconds(10), server.port()), 100, 1 << 20))) {
            client.submit(Command.get("k"), r -> awaitQuietly(release));
            int submitted = 0;
            while (!ends.contains(ResultStatus.OVERLOADED)) {
                client.submit(Command.get("k"), r -> ends.add(r.status()));
                submitted++;
                assertThat(submitted).isLessThanOrEqualTo(101);
            }
            int all = submitted;
            release.countDown();
            Fixture.await("each has ended", () -> ends.size() == all);
            assertThat(ends).filteredOn(s -> s == ResultStatus.OVERLOADED).hasSize(1);
            assertThat(client.submit(Command.get("k"))
                            .toCompletableFuture()
                            .join()
                            .status())
                    .isNotEqualTo(ResultStatus.OVERLOADED);
        }
    }

    @Test
    void aCallbackMayCallTheClient() {
        try (MemcachedClient client = open()) {
            client.set("chain", bytes("0"), null);
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            client.submit(Command.increment("chain", 1), first -> {
                seen.add("n" + client.increment("chain", 1).counter().orElseThrow());
                seen.add("m" + client.executeAll(gets(10)).size());
                client.submit(Command.delete("chain"), second -> seen.add("d" + second.status()));
            });
            Fixture.await("the chain ends", () -> seen.size() == 3);
            assertThat(seen).containsExactly("n2", "m10", "dOK");
        }
    }

    @Test
    void aCallbackMayCloseTheClient() {
        MemcachedClient client = Fixture.open(Duration.ofMinutes(5), server);
        AtomicInteger told = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(1);
        client.submit(Command.get("k"), r -> {
            client.close();
            closed.countDown();
        });
        for (int i = 0; i < 50; i++) {
            client.submit(Command.get("k"), r -> told.incrementAndGet());
        }
        awaitQuietly(closed);
        Fixture.await("the others are told", () -> told.get() == 50);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
