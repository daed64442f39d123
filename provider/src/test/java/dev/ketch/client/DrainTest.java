// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Closing lets what is under way end, and begins nothing. */
class DrainTest {
    private MemcachedProcess server;
    private FaultProxy proxy;
    private MemcachedClient client;

    @BeforeEach
    void start() {
        server = MemcachedProcess.start();
        proxy = FaultProxy.to(server.host(), server.port());
        client = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(20), proxy.port()));
        client.submit(Command.set("k", bytes("v"), null)).toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        client.close(Duration.ZERO);
        proxy.close();
        server.close();
    }

    @Test
    void whatIsUnderWayEnds() {
        long before = proxy.bytes(Direction.TO_SERVER);
        proxy.present().hold(Direction.TO_CLIENT);
        List<CompletableFuture<Result>> stages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stages.add(client.submit(Command.get("k")).toCompletableFuture());
        }
        CompletableFuture<List<Result>> batch = client.submitAll(IntStream.range(0, 100)
                        .mapToObj(i -> Command.set("b" + i, valueOf("b", 2000), null))
                        .toList())
                .toCompletableFuture();
        proxy.awaitBytes(Direction.TO_SERVER, before + 1);
        Thread closing = new Thread(client::close);
        closing.start();
        Fixture.await("closing has begun", client::isClosed);
        // New calls are refused while the old ones are still out.
        Result refused = client.get("k");
        assertThat(refused.status()).isEqualTo(ResultStatus.DISCONNECTED);
        assertThat(refused.problem()).contains("client is closed");
        assertThat(client.submit(Command.get("k")).toCompletableFuture().join().status())
                .isEqualTo(ResultStatus.DISCONNECTED);
        assertThat(client.getAll(List.of("k", "l")).values())
                .allMatch(r ->
                        r.status() == ResultStatus.DISCONNECTED && r.problem().contains("closed"));
        assertThat(client.submitAll(List.of(Command.get("k"), Command.get("l")))
                        .toCompletableFuture()
                        .join())
                .allMatch(r -> r.status() == ResultStatus.DISCONNECTED);
        assertThat(client.noop().get(0).status()).isEqualTo(ResultStatus.DISCONNECTED);
        assertThat(stages).noneMatch(CompletableFuture::isDone);
        client.close();
        proxy.present().release(Direction.TO_CLIENT);
        assertThat(stages).allMatch(s -> s.join().isOk());
        assertThat(batch.join()).allMatch(Result::isOk);
        join(closing);
        Fixture.await("threads end", () -> Fixture.clientThreads().isEmpty());
    }

    @Test
    void patienceEnds() {
        proxy.present().hold(Direction.TO_CLIENT);
        CompletableFuture<Result> stage =
                client.submit(Command.set("k", bytes("w"), null)).toCompletableFuture();
        client.close(Duration.ofMillis(50));
        assertThat(stage.join().status()).isIn(ResultStatus.UNKNOWN, ResultStatus.DISCONNECTED);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        proxy.present().hold(Direction.TO_CLIENT);
        CompletableFuture<Result> stage =
                client.submit(Command.set("k", bytes("w"), null)).toCompletableFuture();
        Thread closing = new Thread(() -> client.close(Duration.ofDays(100_000)));
        closing.start();
        Fixture.await("closing has begun", client::isClosed);
        assertThat(stage).isNotDone();
        closing.interrupt();
        join(closing);
        assertThat(stage.join().isOk()).isFalse();
    }

    private static void join(Thread thread) {
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isFalse();
    }
}
