// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.await;
import static dev.ketch.client.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that were lost or are unknown: their keys are doubtful until they are deleted, and not deleted too early. */
class RepairTest {
    private static final Fence FENCE = new Fence(bytes("counter"));
    private static final byte[] NONE = new byte[0];

    private MemcachedProcess process;
    private FaultProxy proxy;

    /** Goes to the server by another way, and sees what is there. */
    private MemcachedClient other;

    @BeforeEach
    void start() {
        process = MemcachedProcess.start();
        proxy = FaultProxy.to(process.host(), process.port());
        other = Fixture.open(Duration.ofSeconds(10), process);
        store("counter", "100");
        store("k", "old");
    }

    @AfterEach
    void stop() {
        other.close();
        proxy.close();
        process.close();
    }

    private ClientSettings.Builder settings(int direct) {
        return Fixture.settings(Duration.ofMillis(400), proxy.port()).toBuilder()
                .connectTimeout(Duration.ofMillis(1500))
                .firstProbe(Duration.ofMillis(20))
                .longestProbe(Duration.ofMillis(50))
                .directConnections(direct);
    }

    /** Where no call is to time out. */
    private ClientSettings.Builder patient() {
        return settings(4).timeout(Duration.ofSeconds(10));
    }

    private void store(String key, String value) {
        assertThat(Fixture.run(other, Fixture.set(key, bytes(value))).isAnswered())
                .isTrue();
    }

    private String stored(String key) {
        Response response = Fixture.answer(Fixture.run(other, Fixture.get(key)), 0);
        return response.isOk() ? new String(response.value(), StandardCharsets.UTF_8) : "nothing";
    }

    private static Server only(MemcachedClient client) {
        return client.servers().get(0);
    }

    private static boolean isDoubtful(MemcachedClient client, String key) {
        return client.isDoubtful(only(client), bytes(key), FENCE);
    }

    private static Exchange set(MemcachedClient client, String key, String value) {
        Request request = Request.store(Opcode.SET, bytes(key), 0, 0, bytes(value), NONE, 0);
        Exchange exchange = new Exchange(only(client), List.of(request), null, FENCE);
        client.run(exchange);
        return exchange;
    }

    /** The first call of all may take long; whatever comes of it is over then. */
    private static void warmUp(MemcachedClient client) {
        await("it answers", () -> set(client, "warm", "up").isAnswered());
        await(
                "nothing is left",
                () -> !isDoubtful(client, "warm") && client.status(only(client)).quarantined() == 0);
    }

    private static void awaitUp(MemcachedClient client) {
        await("it is up", () -> client.status(only(client)).state() == ServerState.UP);
    }

    /** Depends on the repair leaving a key alone whose write is not settled. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aWriteThatTimedOutIsRepairedOnlyWhenItCannotBeDoneAnyMore(int direct) {
        try (MemcachedClient client = MemcachedClients.open(settings(direct).build())) {
            warmUp(client);
            proxy.present().hold(Direction.TO_SERVER);
            assertThat(set(client, "k", "late").outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(isDoubtful(client, "k")).isTrue();
            assertThat(isDoubtful(client, "warm")).isFalse();
            // A write on another connection overtakes it, and what is repaired meanwhile is something else.
            await("another connection is used", () -> set(client, "k", "newer").isAnswered());
            client.dropped(only(client), bytes("dropped"), FENCE);
            await("something is repaired", () -> !isDoubtful(client, "dropped"));
            assertThat(isDoubtful(client, "k")).isTrue();
            assertThat(stored("k")).isEqualTo("newer");
            proxy.heal();
            await("it is repaired", () -> !isDoubtful(client, "k"));
            assertThat(stored("k")).isEqualTo("nothing");
            assertThat(stored("counter")).isEqualTo("100");
        }
    }

    /** Depends on the fence being raised for a write whose connection was given up. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void whatIsNotSettledInTimeIsFenced(int direct) {
        try (MemcachedClient client = MemcachedClients.open(
                settings(direct).quarantine(Duration.ofMillis(1500)).build())) {
            warmUp(client);
            proxy.present().hold(Direction.TO_SERVER);
            assertThat(set(client, "k", "late").outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(isDoubtful(client, "k")).isTrue();
            await("it is fenced", () -> !isDoubtful(client, "k"));
            // Once more where the answer came late.
            assertThat(Integer.parseInt(stored("counter"))).isGreaterThanOrEqualTo(101);
            assertThat(client.status(only(client)).raised()).isPositive();
        }
    }

    @Test
    void whatWasDroppedIsRepairedBeforeTheServerIsUp() {
        try (MemcachedClient client = MemcachedClients.open(patient().build())) {
            warmUp(client);
            client.markOffline(only(client));
            Exchange refused = set(client, "k", "new");
            assertThat(refused.outcome()).isEqualTo(Outcome.DISCONNECTED);
            // Nothing was sent, and who is told so need not have it remembered.
            assertThat(isDoubtful(client, "k")).isFalse();
            client.dropped(only(client), bytes("k"), FENCE);
            assertThat(isDoubtful(client, "k")).isTrue();
            assertThat(client.status(only(client)).journal()).isEqualTo(1);
            assertThat(stored("k")).isEqualTo("old");
            client.addListener(event -> {
                if (event.to() == ServerState.UP) {
                    assertThat(isDoubtful(client, "k")).isFalse();
                }
            });
            client.markOnline(only(client));
            awaitUp(client);
            assertThat(isDoubtful(client, "k")).isFalse();
            assertThat(stored("k")).isEqualTo("nothing");
            assertThat(client.status(only(client)).deleted()).isPositive();
            assertThat(client.status(only(client)).journal()).isZero();
        }
    }

    /** Depends on the fence being raised in place of the keys that are forgotten. */
    @Test
    void moreThanCanBeRememberedIsFenced() {
        try (MemcachedClient client =
                MemcachedClients.open(patient().journalLimit(10).build())) {
            warmUp(client);
            client.markOffline(only(client));
            for (int i = 0; i < 100; i++) {
                client.dropped(only(client), bytes("k" + i), FENCE);
                assertThat(client.status(only(client)).journal()).isLessThanOrEqualTo(11);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(isDoubtful(client, "k" + i)).isTrue();
            }
            // Everything of that owner, but not of others.
            assertThat(isDoubtful(client, "k")).isTrue();
            assertThat(client.isDoubtful(only(client), bytes("k"), new Fence(bytes("others"))))
                    .isFalse();
            client.markOnline(only(client));
            awaitUp(client);
            assertThat(stored("counter")).isEqualTo("101");
            assertThat(isDoubtful(client, "k")).isFalse();
        }
    }

    @Test
    void aFenceIsRaisedOnReturn() {
        try (MemcachedClient client = MemcachedClients.open(patient().build())) {
            client.markOffline(only(client));
            client.raise(only(client), FENCE);
            assertThat(isDoubtful(client, "k")).isTrue();
            client.markOnline(only(client));
            awaitUp(client);
            assertThat(stored("counter")).isEqualTo("101");
            assertThat(isDoubtful(client, "k")).isFalse();
        }
    }

    @Test
    void aFenceThatUnansweredIncrementsShouldHaveRaised() {
        try (MemcachedClient client = MemcachedClients.open(settings(4).build())) {
            warmUp(client);
            proxy.present().stall(Direction.TO_CLIENT);
            Exchange exchange = new Exchange(
                    only(client), List.of(Request.increment(bytes("counter"), 1, 0, 0xffff_ffff)), null, FENCE);
            client.run(exchange);
            assertThat(exchange.outcome()).isEqualTo(Outcome.UNKNOWN);
            await("it is raised", () -> !isDoubtful(client, "k"));
            assertThat(Integer.parseInt(stored("counter"))).isGreaterThanOrEqualTo(102);
        }
    }

    @Test
    void withClearOnReturnEveryFenceIsRaisedThatWasEverProtected() {
        store("counter2", "7");
        store("counter3", "7");
        try (MemcachedClient client =
                MemcachedClients.open(settings(4).onReturn(OnReturn.CLEAR).build())) {
            Fence second = new Fence(bytes("counter2"));
            Fence third = new Fence(bytes("counter3"));
            client.protect(FENCE);
            client.protect(second);
            client.protect(third);
            client.release(third);
            warmUp(client);
            process.stop();
            await("it is down", () -> {
                set(client, "x", "y");
                return client.status(only(client)).state() == ServerState.DOWN;
            });
            process.cont();
            awaitUp(client);
            assertThat(Integer.parseInt(stored("counter"))).isGreaterThanOrEqualTo(101);
            assertThat(Integer.parseInt(stored("counter2"))).isGreaterThanOrEqualTo(8);
            // Released, but its cache may be opened again.
            assertThat(Integer.parseInt(stored("counter3"))).isGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void aRestartExcusesNothing() {
        try (MemcachedClient client = MemcachedClients.open(settings(4).build())) {
            warmUp(client);
            process.kill();
            await("it is down", () -> {
                set(client, "x", "y");
                return client.status(only(client)).state() == ServerState.DOWN;
            });
            client.dropped(only(client), bytes("k"), FENCE);
            // As if the server had kept its memory over the restart.
            process.restart();
            awaitUp(client);
            assertThat(client.status(only(client)).deleted()).isPositive();
        }
    }

    @Test
    void dropsFromManyThreadsAreAllRepaired() throws InterruptedException {
        try (MemcachedClient client =
                MemcachedClients.open(settings(4).journalLimit(1_000_000).build())) {
            warmUp(client);
            Thread[] threads = new Thread[8];
            for (int t = 0; t < threads.length; t++) {
                int id = t;
                threads[t] = new Thread(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        client.dropped(only(client), bytes("t" + id + "-" + i), FENCE);
                    }
                });
            }
            for (int i = 0; i < 2_000; i++) {
                store("t0-" + i, "old");
            }
            client.markOffline(only(client));
            for (Thread thread : threads) {
                thread.start();
            }
            client.markOnline(only(client));
            for (Thread thread : threads) {
                thread.join();
            }
            await("all is repaired", () -> client.status(only(client)).journal() == 0);
            awaitUp(client);
            for (int i = 0; i < 2_000; i++) {
                assertThat(stored("t0-" + i)).isEqualTo("nothing");
            }
        }
    }
}
