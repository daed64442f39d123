// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.answer;
import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break in the middle, with a client on its own connections (4) and on the shared one (0). */
class BrokenConnectionTest {
    private MemcachedProcess server;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        server = MemcachedProcess.start();
        proxy = FaultProxy.to(server.host(), server.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    private MemcachedClient open(int direct, Duration timeout) {
        return MemcachedClients.open(Fixture.withDirect(Fixture.settings(timeout, proxy.port()), direct));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void anAnswerThatBreaksOffIsUnknown(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(10))) {
            run(client, set("k", valueOf("k", 5000)));
            proxy.present().truncate(Direction.TO_CLIENT, 30);
            Exchange exchange = run(client, set("other", bytes("v")), get("k"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(exchange.problem()).contains("closed the connection before it answered");
            proxy.heal();
            assertThat(answer(run(client, get("k")), 0).value()).isEqualTo(valueOf("k", 5000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void whatHadComeBeforeIsKept(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(10))) {
            Request[] gets = new Request[11];
            for (int i = 0; i < 10; i++) {
                String key = "k" + i;
                run(client, set(key, valueOf(key, 1000)));
                gets[i] = Request.getQuiet(bytes(key));
            }
            gets[10] = Request.noop();
            // Asked a second time, after the first connection broke, it finds that one breaking too.
            proxy.all().truncate(Direction.TO_CLIENT, 4000);
            Exchange exchange = run(client, gets);
            assertThat(exchange.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(answer(exchange, 0).value()).isEqualTo(valueOf("k0", 1000));
            assertThat(exchange.response(9)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void anAnswerThatIsNoneIsUnknownAndSaysSo(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(10))) {
            run(client, set("k", bytes("v")));
            proxy.present().corrupt(Direction.TO_CLIENT, 0);
            Exchange exchange = run(client, set("k", bytes("w")));
            assertThat(exchange.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(exchange.problem()).contains("sent what is no answer");
            proxy.heal();
            assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.ANSWERED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void anAnswerWithAnotherOpaqueIsNotBelieved(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(10))) {
            run(client, set("k", bytes("v")));
            proxy.present().corrupt(Direction.TO_CLIENT, 12, (byte) 0x77);
            Exchange exchange = run(client, set("k", bytes("w")));
            assertThat(exchange.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(exchange.problem()).contains("request that was not made");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void readsAreAskedAgainWhenAConnectionWasDead(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(10))) {
            run(client, set("k", bytes("v")));
            for (int i = 0; i < 5; i++) {
                proxy.cut();
                Exchange exchange = run(client, get("k"), Request.noop());
                assertThat(exchange.outcome()).as(exchange.problem()).isEqualTo(Outcome.ANSWERED);
                assertThat(answer(exchange, 0).value()).isEqualTo(bytes("v"));
                proxy.cut();
                Exchange touching = run(client, Request.getAndTouch(bytes("k"), 100), Request.noop());
                assertThat(touching.outcome()).as(touching.problem()).isEqualTo(Outcome.ANSWERED);
                assertThat(answer(touching, 0).value()).isEqualTo(bytes("v"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void anAnswerInTimeIsTakenHoweverSlowlyItDrips(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(20))) {
            run(client, set("k", valueOf("k", 30_000)));
            proxy.present().throttle(Direction.TO_CLIENT, 60_000);
            assertThat(answer(run(client, get("k")), 0).value()).isEqualTo(valueOf("k", 30_000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aLateAnswerDoesNotReachTheNextCall(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(2))) {
            Fixture.await("answers", () -> run(client, set("a", bytes("a"))).isAnswered());
            Fixture.await("answers", () -> run(client, set("b", bytes("b"))).isAnswered());
            proxy.present().hold(Direction.TO_CLIENT);
            assertThat(run(client, get("a")).outcome()).isEqualTo(Outcome.UNKNOWN);
            proxy.present().release(Direction.TO_CLIENT);
            proxy.heal();
            Exchange next = run(client, get("b"));
            if (next.isAnswered()) {
                assertThat(answer(next, 0).value()).isEqualTo(bytes("b"));
            }
            Fixture.await("answers", () -> run(client, get("b")).isAnswered());
            assertThat(answer(run(client, get("b")), 0).value()).isEqualTo(bytes("b"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aBatchThatBreaksOffEndsEveryExchange(int direct) {
        try (MemcachedClient client = open(direct, Duration.ofSeconds(10))) {
            run(client, set("k", bytes("v")));
            List<Exchange> batch = new java.util.ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                batch.add(Fixture.exchange(client, set("k" + i, valueOf("k" + i, 2000))));
            }
            proxy.all().truncate(Direction.TO_SERVER, 1_000_000);
            client.runAll(batch);
            assertThat(batch.get(0).outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(batch).anySatisfy(x -> assertThat(x.outcome()).isEqualTo(Outcome.UNKNOWN));
            assertThat(batch.get(1999).outcome()).isEqualTo(Outcome.DISCONNECTED);
        }
    }
}
