// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing gives everything back and leaves nobody waiting. */
class ClosingTest {
    @Test
    void threadsAndConnectionsAreGoneAfterwards() throws InterruptedException {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            Fixture.await("earlier clients' threads end", () -> Fixture.clientThreads()
                    .isEmpty());
            int before = connections(server);
            for (int round = 0; round < 3; round++) {
                try (MemcachedClient client = Fixture.open(Duration.ofSeconds(20), server)) {
                    List<Thread> threads = new ArrayList<>();
                    for (int t = 0; t < 16; t++) {
                        Thread thread = new Thread(() -> {
                            for (int i = 0; i < 50; i++) {
                                assertThat(run(client, get("k")).isAnswered()).isTrue();
                            }
                        });
                        thread.start();
                        threads.add(thread);
                    }
                    for (Thread thread : threads) {
                        thread.join();
                    }
                    client.start(Fixture.exchange(client, get("k")))
                            .toCompletableFuture()
                            .join();
                    assertThat(Fixture.clientThreads()).isNotEmpty();
                    assertThat(connections(server)).isGreaterThan(before);
                }
                Fixture.await("threads end", () -> Fixture.clientThreads().isEmpty());
                Fixture.await("connections end", () -> connections(server) <= before);
            }
        }
    }

    private static int connections(MemcachedProcess server) {
        return Integer.parseInt(server.stats().get("curr_connections"));
    }

    @Test
    void closingInUseEndsEveryExchange() throws InterruptedException {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            MemcachedClient client = Fixture.open(Duration.ofSeconds(30), server);
            run(client, Request.noop());
            server.stop();
            List<Exchange> exchanges = new ArrayList<>();
            CountDownLatch ended = new CountDownLatch(20);
            for (int t = 0; t < 20; t++) {
                Exchange exchange = Fixture.exchange(client, get("k"));
                exchanges.add(exchange);
                Thread thread = new Thread(() -> {
                    client.run(exchange);
                    ended.countDown();
                });
                thread.setDaemon(true);
                thread.start();
            }
            List<Exchange> batch = List.of(Fixture.exchange(client, get("a")), Fixture.exchange(client, get("b")));
            Thread batchCaller = new Thread(() -> client.runAll(batch));
            batchCaller.start();
            client.close(Duration.ZERO);
            client.close();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            batchCaller.join(10_000);
            assertThat(batchCaller.isAlive()).isFalse();
            assertThat(exchanges).allSatisfy(x -> assertThat(x.outcome()).isIn(Outcome.UNKNOWN, Outcome.DISCONNECTED));
            assertThat(client.isClosed()).isTrue();
            server.cont();
        }
    }

    @Test
    void everyStageOfAClosedClientCompletes() {
        for (int round = 0; round < 5; round++) {
            MemcachedClient client = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(5), 1));
            client.close();
            for (int i = 0; i < 2_000; i++) {
                Exchange exchange = client.start(Fixture.exchange(client, get("k")))
                        .toCompletableFuture()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
                assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
            }
        }
    }

    @Test
    void aClosedClientAnswersThatItIs() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            MemcachedClient client = Fixture.open(Duration.ofSeconds(5), server);
            run(client, get("k"));
            client.close();
            Exchange exchange = run(client, get("k"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
            assertThat(exchange.problem())
                    .isEqualTo("server [" + server.address() + "] was not asked: the client is closed");
            assertThat(client.start(Fixture.exchange(client, get("k")))
                            .toCompletableFuture()
                            .join()
                            .outcome())
                    .isEqualTo(Outcome.DISCONNECTED);
            List<Exchange> batch = List.of(Fixture.exchange(client, get("a")), Fixture.exchange(client, get("b")));
            client.runAll(batch);
            assertThat(batch).allSatisfy(x -> assertThat(x.outcome()).isEqualTo(Outcome.DISCONNECTED));
        }
    }

    @Test
    void aClientThatWasNeverUsedHasNothingToGiveBack() {
        ClientSettings settings = Fixture.settings(Duration.ofSeconds(1), 1);
        MemcachedClient client = MemcachedClients.open(settings);
        assertThat(client.serverOf(bytes("k"))).isSameAs(client.servers().get(0));
        client.close();
        assertThat(client.isClosed()).isTrue();
    }
}
