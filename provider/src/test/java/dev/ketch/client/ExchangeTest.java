// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.answer;
import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Status;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command against a real server, over connections of the caller's own (4) and over the shared one (0). */
class ExchangeTest {
    private static final byte[] NONE = new byte[0];
    private static MemcachedProcess server;

    @BeforeAll
    static void start() {
        server = MemcachedProcess.start("-I", "2m");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static MemcachedClient open(int direct) {
        return MemcachedClients.open(
                Fixture.withDirect(Fixture.settings(Duration.ofSeconds(10), server.port()), direct));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void storesReadsAndRemoves(int direct) {
        try (MemcachedClient client = open(direct)) {
            byte[] key = bytes("item");
            Exchange stored = run(
                    client,
                    Request.store(Opcode.SET, key, 0xcafe, 100, bytes("he"), bytes("llo"), 0),
                    Request.get(key));
            assertThat(stored.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(stored.problem()).isEmpty();
            assertThat(answer(stored, 1).value()).isEqualTo(bytes("hello"));
            assertThat(answer(stored, 1).flags()).isEqualTo(0xcafe);
            assertThat(answer(stored, 1).cas())
                    .isEqualTo(answer(stored, 0).cas())
                    .isPositive();
            assertThat(answer(run(client, Request.getAndTouch(key, 50)), 0).value())
                    .isEqualTo(bytes("hello"));
            assertThat(answer(run(client, Request.touch(key, 50)), 0).isOk()).isTrue();
            assertThat(answer(run(client, Request.delete(key, 0)), 0).isOk()).isTrue();
            assertThat(answer(run(client, Request.get(key)), 0).status()).isEqualTo(Status.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void quietRequestsAreAnsweredOnlyWhereThereIsSomethingToSay(int direct) {
        try (MemcachedClient client = open(direct)) {
            run(client, set("present", bytes("1")));
            Exchange exchange = run(
                    client,
                    Request.getQuiet(bytes("present")),
                    Request.getQuiet(bytes("absent")),
                    Request.store(Opcode.ADDQ, bytes("present"), 0, 0, bytes("2"), NONE, 0),
                    Request.deleteQuiet(bytes("present"), 0),
                    Request.noop());
            assertThat(answer(exchange, 0).value()).isEqualTo(bytes("1"));
            assertThat(exchange.response(1)).isNull();
            assertThat(answer(exchange, 2).status()).isEqualTo(Status.EXISTS);
            assertThat(exchange.response(3)).isNull();
            assertThat(answer(exchange, 4).isOk()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void countersStartAndMove(int direct) {
        try (MemcachedClient client = open(direct)) {
            byte[] key = bytes("counter" + direct);
            assertThat(answer(run(client, Request.increment(key, 1, 40, 0)), 0).counter())
                    .isEqualTo(40);
            assertThat(answer(run(client, Request.increment(key, 2, 40, 0)), 0).counter())
                    .isEqualTo(42);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void carriesValuesOfEverySize(int direct) {
        try (MemcachedClient client = open(direct)) {
            for (int size : new int[] {0, 1, 8191, 16_383, 16_384, 65_535, 65_536, 70_000, 1_500_000}) {
                byte[] value = valueOf("size" + size, size);
                byte[] head = java.util.Arrays.copyOf(value, size / 3);
                byte[] tail = java.util.Arrays.copyOfRange(value, size / 3, size);
                Exchange exchange = run(
                        client,
                        Request.store(Opcode.SET, bytes("size"), 0, 0, head, tail, 0),
                        get("size"),
                        Request.noop());
                assertThat(answer(exchange, 1).value()).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aWriteWithCasRunsInTheSessionOfItsRead(int direct) {
        try (MemcachedClient client = open(direct)) {
            run(client, set("cas", bytes("1")));
            Exchange read = run(client, get("cas"));
            Request write = Request.store(
                    Opcode.SET,
                    bytes("cas"),
                    0,
                    0,
                    bytes("2"),
                    NONE,
                    answer(read, 0).cas());
            Exchange first = new Exchange(read.server(), List.of(write), read.session());
            client.run(first);
            assertThat(answer(first, 0).isOk()).isTrue();
            Exchange second = new Exchange(read.server(), List.of(write), read.session());
            client.run(second);
            assertThat(answer(second, 0).status()).isEqualTo(Status.EXISTS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void startCompletesAStage(int direct) {
        try (MemcachedClient client = open(direct)) {
            Exchange exchange = Fixture.exchange(client, set("started", bytes("1")), get("started"));
            Exchange ended = client.start(exchange).toCompletableFuture().join();
            assertThat(ended).isSameAs(exchange);
            assertThat(answer(ended, 1).value()).isEqualTo(bytes("1"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void tellsTheLimitsOfTheServer(int direct) {
        try (MemcachedClient client = open(direct)) {
            Server only = client.servers().get(0);
            assertThat(client.limits(only)).isEqualTo(new ServerLimits(1 << 20, true));
            run(client, Request.noop());
            assertThat(client.limits(only)).isEqualTo(new ServerLimits(2 << 20, true));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAT", "QUIT"})
    void refusesCommandsThatAreNotAnsweredOnce(Opcode opcode) {
        try (MemcachedClient client = open(4)) {
            Request request = new Request(opcode, NONE, 0, 0, 0, 0, 0, NONE, NONE);
            assertThatThrownBy(() -> run(client, request, Request.noop()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(opcode.name());
        }
    }

    @org.junit.jupiter.api.Test
    void aServerOfAnotherClientIsRefused() {
        try (MemcachedClient one = open(4);
                MemcachedClient other = open(4)) {
            Exchange exchange = new Exchange(other.servers().get(0), List.of(Request.noop()));
            assertThatThrownBy(() -> one.run(exchange)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
