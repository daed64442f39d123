// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.answer;
import static dev.ketch.client.Fixture.exchange;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.FaultProxy;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client keeps nothing of a call that has ended. */
class MemoryTest {
    private static void awaitForgotten(WeakReference<?> value) {
        Fixture.await("the client forgets the value", () -> {
            System.gc();
            return value.get() == null;
        });
    }

    private static WeakReference<byte[]> read(MemcachedClient client) {
        return new WeakReference<>(answer(run(client, get("k")), 0).value());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void whatWasReadIsForgotten(int direct) {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = MemcachedClients.open(
                        Fixture.withDirect(Fixture.settings(Duration.ofSeconds(20), server.port()), direct))) {
            run(client, set("k", valueOf("k", 300_000)));
            awaitForgotten(read(client));
        }
    }

    private static WeakReference<byte[]> write(MemcachedClient client) {
        byte[] value = valueOf("k", 300_000);
        assertThat(run(client, set("k", value)).outcome()).isEqualTo(Outcome.DISCONNECTED);
        return new WeakReference<>(value);
    }

    /** The call keeps its place among those that were sent, as the answer may still come. */
    @ParameterizedTest
    @ValueSource(strings = {"own connection", "call", "stage", "batch"})
    void whatWasNotAnsweredIsForgottenBeforeTheQuarantineEnds(String how) {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            ClientSettings settings = Fixture.withDirect(
                    Fixture.settings(Duration.ofSeconds(1), server.port()), how.equals("own connection") ? 4 : 0);
            try (MemcachedClient client = MemcachedClients.open(
                    settings.toBuilder().quarantine(Duration.ofMinutes(5)).build())) {
                Fixture.await("it answers", () -> run(client, Request.noop()).isAnswered());
                server.stop();
                awaitForgotten(writeInVain(client, how));
                server.cont();
            }
        }
    }

    private static WeakReference<byte[]> writeInVain(MemcachedClient client, String how) {
        byte[] value = valueOf("k", 300_000);
        Exchange exchange = exchange(client, set("k", value));
        switch (how) {
            case "stage" -> client.start(exchange).toCompletableFuture().join();
            case "batch" -> client.runAll(List.of(exchange, exchange(client, set("l", valueOf("l", 10)))));
            default -> client.run(exchange);
        }
        assertThat(exchange.outcome()).isEqualTo(Outcome.UNKNOWN);
        return new WeakReference<>(value);
    }

    @Test
    void whatCouldNotBeSentIsForgottenWhileAConnectHangs() {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port())) {
            proxy.ignore();
            ClientSettings settings = Fixture.withDirect(Fixture.settings(Duration.ofMillis(200), proxy.port()), 0);
            try (MemcachedClient client = MemcachedClients.open(
                    settings.toBuilder().connectTimeout(Duration.ofMinutes(5)).build())) {
                awaitForgotten(write(client));
            }
        }
    }
}
