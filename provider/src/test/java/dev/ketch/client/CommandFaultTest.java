// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands while servers and connections die: each ends once, and says what is known. */
class CommandFaultTest {
    private static List<Command> sets(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> Command.set("k" + i, valueOf("k" + i, length), null))
                .toList();
    }

    private static List<Result> run(MemcachedClient client, List<Command> commands, boolean wait) {
        return wait
                ? client.executeAll(commands)
                : client.submitAll(commands).toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOfThreeIsDead(boolean wait) {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess dead = MemcachedProcess.start();
                MemcachedProcess three = MemcachedProcess.start();
                MemcachedClient client = Fixture.open(Duration.ofSeconds(10), one, dead, three)) {
            assertThat(run(client, sets(900, 10), wait)).allMatch(Result::isOk);
            dead.kill();
            List<Result> reads = run(
                    client,
                    IntStream.range(0, 900).mapToObj(i -> Command.get("k" + i)).toList(),
                    wait);
            assertThat(reads).extracting(Result::server).contains(dead.address());
            assertThat(reads).allSatisfy(r -> {
                if (r.server().equals(dead.address())) {
                    assertThat(r.status()).isIn(ResultStatus.DISCONNECTED, ResultStatus.UNKNOWN);
                    assertThat(r.problem()).contains("[" + dead.address() + "]");
                } else {
                    assertThat(r.value()).isEqualTo(valueOf(r.key(), 10));
                }
            });
            // By now it is known.
            assertThat(run(client, sets(900, 10), wait))
                    .allMatch(r -> r.isOk() != r.server().equals(dead.address()))
                    .noneMatch(r -> r.status() == ResultStatus.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerIsKilledInTheMiddleOfABatch(boolean wait) {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                MemcachedClient client = Fixture.open(Duration.ofSeconds(10), one, two)) {
            int count = 50_000;
            Map<String, Result> results = new ConcurrentHashMap<>();
            AtomicInteger told = new AtomicInteger();
            List<Command> commands = sets(count, 500);
            if (wait) {
                client.executeAll(commands, r -> take(r, results, told, two));
            } else {
                client.submitAll(commands, r -> take(r, results, told, two))
                        .toCompletableFuture()
                        .join();
            }
            assertThat(told).hasValue(count);
            assertThat(results).hasSize(count);
            Map<ResultStatus, Long> ofDead = results.values().stream()
                    .filter(r -> r.server().equals(two.address()))
                    .collect(Collectors.groupingBy(Result::status, Collectors.counting()));
            assertThat(ofDead.keySet())
                    .contains(ResultStatus.OK, ResultStatus.DISCONNECTED)
                    .isSubsetOf(ResultStatus.OK, ResultStatus.DISCONNECTED, ResultStatus.UNKNOWN);
            assertThat(results.values())
                    .filteredOn(r -> r.server().equals(one.address()))
                    .allMatch(Result::isOk);
            assertThat(client.get("k0").server()).isNotEmpty();
        }
    }

    private static void take(Result result, Map<String, Result> results, AtomicInteger told, MemcachedProcess victim) {
        results.put(result.key(), result);
        if (told.incrementAndGet() == 3000) {
            victim.kill();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void silenceIsASuccessOnlyIfTheEndWasAnswered(boolean wait) {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                MemcachedClient client = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(2), proxy.port()))) {
            Fixture.await("it is connected", () -> run(client, sets(10, 10), wait).stream()
                    .allMatch(Result::isOk));
            proxy.present().hold(Direction.TO_CLIENT);
            assertThat(run(client, sets(10, 10), wait)).allMatch(r -> r.status() == ResultStatus.UNKNOWN);
            proxy.heal();
        }
    }

    @Test
    void aThousandPendingStagesWhenTheConnectionIsLost() {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                MemcachedClient client =
                        MemcachedClients.open(Fixture.settings(Duration.ofSeconds(20), proxy.port()))) {
            client.submit(Command.set("k", bytes("v"), null))
                    .toCompletableFuture()
                    .join();
            proxy.present().hold(Direction.TO_CLIENT);
            long before = proxy.bytes(Direction.TO_SERVER);
            Map<Integer, AtomicInteger> calls = new ConcurrentHashMap<>();
            Map<Integer, ResultStatus> ends = new ConcurrentHashMap<>();
            for (int i = 0; i < 1000; i++) {
                int id = i;
                client.submit(Command.set("k" + i, bytes("v"), null), r -> {
                    calls.computeIfAbsent(id, x -> new AtomicInteger()).incrementAndGet();
                    ends.put(id, r.status());
                });
            }
            proxy.awaitBytes(Direction.TO_SERVER, before + 1);
            proxy.cut();
            Fixture.await("each has ended", () -> ends.size() == 1000);
            // What comes after them has ended only when nothing of them is left.
            proxy.heal();
            Fixture.await("a new connection", () -> client.submit(Command.get("k"))
                    .toCompletableFuture()
                    .join()
                    .isOk());
            assertThat(calls.values()).hasSize(1000).allMatch(n -> n.get() == 1);
            assertThat(ends.values()).contains(ResultStatus.UNKNOWN);
        }
    }

    @Test
    void aThousandPendingStagesWhenTheClientIsClosed() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            MemcachedClient client = Fixture.open(Duration.ofSeconds(60), server);
            client.noop();
            server.stop();
            AtomicInteger calls = new AtomicInteger();
            Map<String, ResultStatus> ends = new ConcurrentHashMap<>();
            for (int i = 0; i < 1000; i++) {
                client.submit(Command.get("k" + i), r -> {
                    calls.incrementAndGet();
                    ends.put(r.key(), r.status());
                });
            }
            client.close(Duration.ZERO);
            Fixture.await("each has ended", () -> ends.size() == 1000);
            Fixture.await("threads end", () -> Fixture.clientThreads().isEmpty());
            assertThat(calls).hasValue(1000);
            assertThat(ends.values()).containsAnyOf(ResultStatus.UNKNOWN, ResultStatus.DISCONNECTED);
            assertThat(ends.values()).allMatch(s -> s == ResultStatus.UNKNOWN || s == ResultStatus.DISCONNECTED);
            server.cont();
        }
    }
}
