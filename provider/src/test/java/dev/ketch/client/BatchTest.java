// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many commands at once. */
class BatchTest {
    private static MemcachedProcess one;
    private static MemcachedProcess two;
    private static MemcachedClient client;

    /** The ways to run many commands, each with the results in the order of the commands. */
    enum Way {
        EXECUTE(commands -> client.executeAll(commands)),
        STAGE(commands -> client.submitAll(commands).toCompletableFuture().join()),
        STREAM(commands -> {
            List<Result> told = new ArrayList<>();
            client.executeAll((Iterable<Command>) commands, told::add);
            return told;
        }),
        CALLBACK(commands -> {
            List<Result> told = new ArrayList<>();
            client.submitAll(commands, told::add).toCompletableFuture().join();
            return told;
        });

        private final Function<List<Command>, List<Result>> run;

        Way(Function<List<Command>, List<Result>> run) {
            this.run = run;
        }

        List<Result> run(List<Command> commands) {
            return run.apply(commands);
        }
    }

    @BeforeAll
    static void start() {
        one = MemcachedProcess.start();
        two = MemcachedProcess.start();
        client = Fixture.open(Duration.ofSeconds(20), one, two);
    }

    @AfterAll
    static void stop() {
        client.close();
        one.close();
        two.close();
    }

    @Test
    void byKey() {
        Map<String, byte[]> values = new LinkedHashMap<>();
        IntStream.range(0, 500).forEach(i -> values.put("m" + i, valueOf("m" + i, i)));
        assertThat(client.addAll(values, null).values()).allMatch(Result::isOk);
        assertThat(client.addAll(values, null).values()).allMatch(r -> r.status() == ResultStatus.EXISTS);
        assertThat(client.setAll(values, Duration.ofHours(1)).values()).allMatch(Result::isOk);
        assertThat(client.replaceAll(Map.of("none", bytes("v")), null)
                        .get("none")
                        .status())
                .isEqualTo(ResultStatus.NOT_FOUND);
        List<String> asked = new ArrayList<>(values.keySet());
        asked.add("missing");
        asked.addAll(values.keySet());
        for (Map<String, Result> found : List.of(client.getAll(asked), client.getAndTouchAll(asked, null))) {
            assertThat(found.keySet())
                    .containsExactlyElementsOf(asked.stream().distinct().toList());
            values.forEach((key, value) -> assertThat(found.get(key).value()).isEqualTo(value));
            assertThat(found.get("missing").status()).isEqualTo(ResultStatus.NOT_FOUND);
            assertThat(found.values()).extracting(Result::server).contains(one.address(), two.address());
        }
        Map<String, Result> deleted = client.deleteAll(asked);
        assertThat(deleted.get("missing").status()).isEqualTo(ResultStatus.NOT_FOUND);
        assertThat(deleted.get("m7").status()).isEqualTo(ResultStatus.OK);
        assertThat(client.getAll(asked).values()).noneMatch(Result::isOk);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void ofOneKeyEachCommandHasItsOwnResult(Way way) {
        client.deleteAll(List.of("k", "n", "text"));
        List<Result> results = way.run(List.of(
                Command.get("k"),
                Command.set("k", bytes("1"), null),
                Command.get("k"),
                Command.add("k", bytes("2"), null),
                Command.append("k", bytes("x")),
                Command.getAndTouch("k", Duration.ofHours(1)),
                Command.touch("k", Duration.ofHours(2)),
                Command.delete("k"),
                Command.delete("k"),
                Command.prepend("k", bytes("y")),
                Command.replace("k", bytes("3"), null),
                Command.get("k")));
        assertThat(results)
                .extracting(r -> r.status().name())
                .containsExactly(
                        "NOT_FOUND",
                        "OK",
                        "OK",
                        "EXISTS",
                        "OK",
                        "OK",
                        "OK",
                        "OK",
                        "NOT_FOUND",
                        "NOT_STORED",
                        "NOT_FOUND",
                        "NOT_FOUND");
        assertThat(results.get(2).value()).isEqualTo(bytes("1"));
        assertThat(results.get(5).value()).isEqualTo(bytes("1x"));
        List<Result> counted = way.run(List.of(
                Command.increment("n", 1, 5, null),
                Command.increment("n", 1),
                Command.decrement("n", 4),
                Command.set("n", bytes("text"), null),
                Command.decrement("n", 4)));
        assertThat(counted.get(0).counter()).hasValue(5);
        assertThat(counted.get(1).counter()).hasValue(6);
        assertThat(counted.get(2).counter()).hasValue(2);
        assertThat(counted.get(4).status()).isEqualTo(ResultStatus.NON_NUMERIC);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void conditionsInABatch(Way way) {
        List<Command> writes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            client.set("c" + i, bytes("1"), null);
        }
        List<Result> reads = way.run(
                IntStream.range(0, 300).mapToObj(i -> Command.get("c" + i)).toList());
        for (Result read : reads) {
            Command write = Command.set(read.key(), bytes("2"), null);
            writes.add(write.ifUnchanged(read));
            writes.add(write.withCas(read.cas()));
        }
        Map<String, List<ResultStatus>> byKey = new LinkedHashMap<>();
        way.run(writes).forEach(r -> byKey.computeIfAbsent(r.key(), k -> new ArrayList<>())
                .add(r.status()));
        assertThat(byKey.values()).hasSize(300).allSatisfy(s -> assertThat(s)
                .containsExactly(ResultStatus.OK, ResultStatus.EXISTS));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void nothingIsDoneAtOnce(Way way) {
        assertThat(way.run(List.of())).isEmpty();
        assertThat(client.getAll(List.of())).isEmpty();
        try (MemcachedClient nowhere = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(1), 1))) {
            assertThat(nowhere.submitAll(List.of()).toCompletableFuture()).isCompletedWithValue(List.of());
            assertThat(nowhere.submitAll(List.of(), r -> {}).toCompletableFuture())
                    .isCompletedWithValue(null);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsTooLargeIsLeftOutAndTheRestIsSent(Way way) {
        client.set("big", bytes("old"), null);
        List<Result> results = way.run(List.of(
                Command.set("a", bytes("1"), null),
                Command.set("big", new byte[2 << 20], null),
                Command.set("b", bytes("1"), null)));
        Map<String, ResultStatus> byKey = new LinkedHashMap<>();
        results.forEach(r -> byKey.put(r.key(), r.status()));
        assertThat(byKey)
                .containsOnly(
                        Map.entry("a", ResultStatus.OK),
                        Map.entry("b", ResultStatus.OK),
                        Map.entry("big", ResultStatus.TOO_LARGE));
        assertThat(client.get("big").value()).isEqualTo(bytes("old"));
    }

    @Test
    void theLimitIsAskedForBeforeTheFirstBatch() {
        try (MemcachedProcess roomy = MemcachedProcess.start("-I", "2m")) {
            for (int way = 0; way < 2; way++) {
                try (MemcachedClient fresh = Fixture.open(Duration.ofSeconds(10), roomy)) {
                    List<Command> commands = List.of(Command.set("k", new byte[1_500_000], null), Command.get("k"));
                    List<Result> results = way == 0
                            ? fresh.executeAll(commands)
                            : fresh.submitAll(commands).toCompletableFuture().join();
                    assertThat(results).allMatch(Result::isOk);
                }
            }
        }
    }

    @Test
    void aSourceThatFailsEndsTheBatch() {
        Iterable<Command> source = () -> Stream.iterate(0, i -> i + 1)
                .map(i -> {
                    if (i == 1000) {
                        throw new IllegalStateException("no more");
                    }
                    return Command.set("s" + i, bytes("v"), null);
                })
                .iterator();
        AtomicInteger told = new AtomicInteger();
        assertThatThrownBy(() -> client.executeAll(source, r -> told.incrementAndGet()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told.get()).isBetween(1, 999);
        assertThatThrownBy(() ->
                        client.submitAll(source, r -> {}).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(client.get("s0").isOk()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aHundredThousandKeys(Way way) {
        int count = 100_000;
        List<Command> writes = IntStream.range(0, count)
                .mapToObj(i -> Command.set("h" + i, bytes("value-" + i), null))
                .toList();
        assertThat(way.run(writes)).hasSize(count).allMatch(Result::isOk);
        List<Result> reads = way.run(
                IntStream.range(0, count).mapToObj(i -> Command.get("h" + i)).toList());
        assertThat(reads).hasSize(count);
        for (Result read : reads) {
            assertThat(read.value()).isEqualTo(bytes("value-" + read.key().substring(1)));
        }
    }

    /** Small bounds make batches slower, but let nothing be lost. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void inLittleRoom(Way way) {
        MemcachedClient before = client;
        try (MemcachedClient narrow = MemcachedClients.open(
                Fixture.withBounds(Fixture.settings(Duration.ofSeconds(20), one.port(), two.port()), 10, 10_000))) {
            client = narrow;
            List<Result> results = way.run(IntStream.range(0, 2000)
                    .mapToObj(i -> Command.set("r" + i, valueOf("r" + i, 3000), null))
                    .toList());
            assertThat(results).hasSize(2000).allMatch(Result::isOk);
        } finally {
            client = before;
        }
    }
}
