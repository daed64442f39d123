// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.answer;
import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.exchange;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that stop, die and come back. Runs over connections of the caller's own (4) and over the shared one (0). */
class FaultTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** Generous, since other work shares the machine: what is tested is that calls end by themselves at all. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private static MemcachedClient open(int direct, MemcachedProcess server) {
        return MemcachedClients.open(Fixture.withDirect(Fixture.settings(TIMEOUT, server.port()), direct));
    }

    /** Connected, so that no call's time is needed for that. */
    private static MemcachedClient connect(int direct, MemcachedProcess server) {
        MemcachedClient client = open(direct, server);
        Fixture.await("it answers", () -> run(client, Request.noop()).isAnswered());
        return client;
    }

    /** Runs, and checks that it ended in time. */
    private static Exchange timed(MemcachedClient client, Request... requests) {
        long from = System.nanoTime();
        Exchange exchange = run(client, requests);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(TIMEOUT.plus(MARGIN));
        return exchange;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void nobodyListens(int direct) {
        MemcachedProcess server = MemcachedProcess.start();
        server.close();
        try (MemcachedClient client = open(direct, server)) {
            Exchange exchange = timed(client, get("k"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
            assertThat(exchange.problem())
                    .startsWith("server [" + server.address() + "] cannot be connected to")
                    .endsWith("check that memcached runs there");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void anUnansweredExchangeIsUnknownAndItsLateAnswerIsNobodys(int direct) {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = connect(direct, server)) {
            for (int i = 0; i < 10; i++) {
                run(client, set("k" + i, valueOf("k" + i, 50)));
            }
            server.stop();
            Exchange late = timed(client, get("k0"));
            assertThat(late.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(late.problem()).contains("did not answer within 1000 ms");
            server.cont();
            Fixture.await("the server answers again", () -> run(client, Request.noop())
                    .isAnswered());
            for (int i = 1; i < 10; i++) {
                assertThat(answer(run(client, get("k" + i)), 0).value()).isEqualTo(valueOf("k" + i, 50));
            }
            assertThat(late.response(0)).isNull();
            assertThat(late.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aStageOfAnUnansweredExchangeCompletesByItself(int direct) {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = connect(direct, server)) {
            run(client, set("k", bytes("v")));
            server.stop();
            List<CompletableFuture<Exchange>> stages = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                stages.add(client.start(exchange(client, get("k"))).toCompletableFuture());
            }
            for (CompletableFuture<Exchange> stage : stages) {
                assertThat(stage.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                                .join()
                                .outcome())
                        .isNotEqualTo(Outcome.ANSWERED);
            }
            server.cont();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aWriteIntoAFullBufferEndsToo(int direct) {
        try (MemcachedProcess server = MemcachedProcess.builder()
                        .flags("-I", "64m")
                        .memoryMb(256)
                        .start();
                MemcachedClient client = connect(direct, server)) {
            run(client, Request.noop());
            server.stop();
            Exchange exchange = timed(client, set("big", new byte[32 << 20]));
            assertThat(exchange.outcome()).isIn(Outcome.UNKNOWN);
            server.cont();
            Fixture.await("the server answers again", () -> run(client, Request.noop())
                    .isAnswered());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aRestartIsNotSeenByReadsAndWritesAfterwards(int direct) {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = connect(direct, server)) {
            run(client, set("k", bytes("v")));
            for (int i = 0; i < 3; i++) {
                server.restart();
                assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.ANSWERED);
                assertThat(run(client, set("k", bytes("v"))).outcome()).isEqualTo(Outcome.ANSWERED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aRestartEndsTheSession(int direct) {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = connect(direct, server)) {
            run(client, set("k", bytes("old")));
            Exchange read = run(client, get("k"));
            server.restart();
            run(client, get("k"));
            // The CAS of the new server's first item is that of the old one's.
            run(client, set("k", bytes("new")));
            Request write = Request.store(
                    Opcode.SET,
                    bytes("k"),
                    0,
                    0,
                    bytes("wrong"),
                    new byte[0],
                    answer(read, 0).cas());
            Exchange conditional = new Exchange(read.server(), List.of(write), read.session());
            client.run(conditional);
            assertThat(conditional.outcome()).isEqualTo(Outcome.SESSION_LOST);
            assertThat(conditional.problem()).startsWith("server [" + server.address() + "]");
            assertThat(answer(run(client, get("k")), 0).value()).isEqualTo(bytes("new"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void deathUnderLoadGivesNoWrongValueAndNoLongWait(int direct) throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = connect(direct, server)) {
            AtomicBoolean end = new AtomicBoolean();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 12; t++) {
                int id = t;
                Thread thread = new Thread(() -> {
                    for (int i = 0; !end.get(); i++) {
                        String key = "t" + id + "-" + i % 20;
                        long from = System.nanoTime();
                        Exchange exchange = run(client, set(key, valueOf(key, 200)), get(key));
                        long took = System.nanoTime() - from;
                        if (took > TIMEOUT.plus(MARGIN).toNanos()) {
                            wrong.add(key + " took " + took / 1_000_000 + " ms");
                        }
                        if (exchange.isAnswered()
                                && !java.util.Arrays.equals(answer(exchange, 1).value(), valueOf(key, 200))) {
                            wrong.add(key + " has another's value");
                        }
                    }
                });
                thread.setUncaughtExceptionHandler((dead, e) -> wrong.add(dead.getName() + " died of " + e));
                thread.start();
                threads.add(thread);
            }
            for (int i = 0; i < 3; i++) {
                Fixture.await("load", () -> run(client, Request.noop()).isAnswered());
                server.restart();
                Fixture.await("load", () -> run(client, Request.noop()).isAnswered());
                server.stop();
                Fixture.await("a timeout", () -> !run(client, Request.noop()).isAnswered());
                server.cont();
            }
            end.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
        }
    }
}
