// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command on one key, and what it answers. */
class CommandTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static MemcachedProcess server;
    private static MemcachedClient client;

    /** The ways to run one command. */
    enum Way {
        EXECUTE {
            @Override
            Result run(Command command) {
                return client.execute(command);
            }
        },
        STAGE {
            @Override
            Result run(Command command) {
                return client.submit(command).toCompletableFuture().join();
            }
        },
        CALLBACK {
            @Override
            Result run(Command command) {
                CompletableFuture<Result> told = new CompletableFuture<>();
                client.submit(command, told::complete);
                return told.join();
            }
        };

        abstract Result run(Command command);
    }

    @BeforeAll
    static void start() {
        server = MemcachedProcess.start();
        client = Fixture.open(Duration.ofSeconds(10), server);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        assertThat(client.flush()).allMatch(ServerReply::isOk);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void readsAndStores(Way way) {
        assertThat(way.run(Command.get("k")).status()).isEqualTo(ResultStatus.NOT_FOUND);
        Result stored = way.run(Command.set("k", bytes("v"), HOUR).withFlags(0x80000001));
        assertThat(stored.status()).isEqualTo(ResultStatus.OK);
        assertThat(stored.cas()).isNotZero();
        Result hit = way.run(Command.get("k"));
        assertThat(hit.value()).isEqualTo(bytes("v"));
        assertThat(hit.flags()).isEqualTo(0x80000001);
        assertThat(hit.cas()).isEqualTo(stored.cas());
        assertThat(hit.server()).isEqualTo(server.address());
        assertThat(hit.problem()).isEmpty();
        assertThat(way.run(Command.add("k", bytes("w"), null)).status()).isEqualTo(ResultStatus.EXISTS);
        assertThat(way.run(Command.replace("none", bytes("w"), null)).status()).isEqualTo(ResultStatus.NOT_FOUND);
        assertThat(way.run(Command.replace("k", bytes(""), null)).isOk()).isTrue();
        assertThat(way.run(Command.get("k")).value()).isEmpty();
        assertThat(way.run(Command.append("k", bytes("b"))).isOk()).isTrue();
        assertThat(way.run(Command.prepend("k", bytes("a"))).isOk()).isTrue();
        assertThat(way.run(Command.getAndTouch("k", HOUR)).value()).isEqualTo(bytes("ab"));
        assertThat(way.run(Command.append("none", bytes("b"))).status()).isEqualTo(ResultStatus.NOT_STORED);
        assertThat(way.run(Command.touch("none", HOUR)).status()).isEqualTo(ResultStatus.NOT_FOUND);
        assertThat(way.run(Command.delete("k")).isOk()).isTrue();
        assertThat(way.run(Command.delete("k")).status()).isEqualTo(ResultStatus.NOT_FOUND);
        assertThat(way.run(Command.get("k")).value()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void counts(Way way) {
        assertThat(way.run(Command.increment("n", 1)).status()).isEqualTo(ResultStatus.NOT_FOUND);
        assertThat(way.run(Command.increment("n", 5, 10, HOUR)).counter()).hasValue(10);
        assertThat(way.run(Command.increment("n", 5)).counter()).hasValue(15);
        assertThat(way.run(Command.decrement("n", 100)).counter()).hasValue(0);
        assertThat(way.run(Command.decrement("m", 1, -1, null)).counter()).hasValue(-1);
        assertThat(way.run(Command.increment("m", 2)).counter()).hasValue(1);
        way.run(Command.set("text", bytes("abc"), null));
        Result none = way.run(Command.increment("text", 1));
        assertThat(none.status()).isEqualTo(ResultStatus.NON_NUMERIC);
        assertThat(none.counter()).isEmpty();
        assertThat(none.problem()).contains("[" + server.address() + "]", "INCREMENT [text]");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void conditions(Way way) {
        way.run(Command.set("k", bytes("1"), null));
        Result read = way.run(Command.get("k"));
        assertThat(way.run(Command.set("k", bytes("2"), null).ifUnchanged(read)).isOk())
                .isTrue();
        for (Command stale : new Command[] {
            Command.set("k", bytes("3"), null),
            Command.replace("k", bytes("3"), null),
            Command.append("k", bytes("3")),
            Command.prepend("k", bytes("3")),
            Command.delete("k"),
            Command.increment("k", 1),
            Command.decrement("k", 1)
        }) {
            assertThat(way.run(stale.ifUnchanged(read)).status())
                    .as("%s", stale)
                    .isEqualTo(ResultStatus.EXISTS);
            assertThat(way.run(stale.withCas(read.cas())).status())
                    .as("%s", stale)
                    .isEqualTo(ResultStatus.EXISTS);
        }
        assertThat(way.run(Command.get("k")).value()).isEqualTo(bytes("2"));
        assertThat(way.run(Command.set("none", bytes("3"), null).withCas(read.cas()))
                        .status())
                .isEqualTo(ResultStatus.NOT_FOUND);
        Result again = way.run(Command.get("k"));
        assertThat(way.run(Command.delete("k").withCas(again.cas())).isOk()).isTrue();
    }

    /** What was read one way can be the condition of a write another way, at the latest when it is read once more. */
    @Test
    void conditionsAcrossTheWays() {
        try (MemcachedClient fresh = Fixture.open(Duration.ofSeconds(10), server)) {
            fresh.set("k", bytes("1"), null);
            int tries = 0;
            Result written;
            do {
                Result read = fresh.get("k");
                written = fresh.submit(Command.set("k", bytes("2"), null).ifUnchanged(read))
                        .toCompletableFuture()
                        .join();
            } while (!written.isOk() && ++tries < 3);
            assertThat(written.status()).isEqualTo(ResultStatus.OK);
        }
    }

    @Test
    void aRestartedServerIsNotWrittenToOnAnOldCondition() {
        try (MemcachedProcess own = MemcachedProcess.start();
                MemcachedClient fresh = Fixture.open(Duration.ofSeconds(5), own)) {
            fresh.set("k", bytes("1"), null);
            Result read = fresh.get("k");
            own.restart();
            Fixture.await(
                    "server is back", () -> fresh.set("k", bytes("other"), null).isOk());
            Result written = fresh.execute(Command.set("k", bytes("2"), null).ifUnchanged(read));
            assertThat(written.status()).isEqualTo(ResultStatus.DISCONNECTED);
            assertThat(written.problem()).contains("read again");
            assertThat(fresh.get("k").value()).isEqualTo(bytes("other"));
        }
    }

    @Test
    void withoutCasNothingConditionalIsSent() {
        try (MemcachedProcess own = MemcachedProcess.start("-C");
                MemcachedClient fresh = Fixture.open(Duration.ofSeconds(5), own)) {
            Result refused = fresh.execute(Command.set("k", bytes("2"), null).withCas(77));
            assertThat(refused.status()).isEqualTo(ResultStatus.UNSUPPORTED);
            assertThat(refused.problem()).contains("-C");
            assertThat(fresh.submit(Command.delete("k").withCas(77))
                            .toCompletableFuture()
                            .join()
                            .status())
                    .isEqualTo(ResultStatus.UNSUPPORTED);
        }
    }

    @Test
    void misuseOfConditionsAndFlags() {
        assertThatThrownBy(() -> Command.add("k", bytes("v"), null).withCas(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ADD [k]");
        assertThatThrownBy(() -> Command.set("k", bytes("v"), null).withCas(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Command.get("k").withFlags(1)).isInstanceOf(IllegalArgumentException.class);
        client.set("k", bytes("v"), null);
        Result read = client.get("k");
        assertThatThrownBy(() -> Command.delete("other").ifUnchanged(read)).hasMessageContaining("[k]");
        Result miss = client.get("none");
        assertThatThrownBy(() -> Command.delete("none").ifUnchanged(miss)).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void expiry() {
        client.set("over", bytes("v"), Duration.ZERO);
        assertThat(client.get("over").status()).isEqualTo(ResultStatus.NOT_FOUND);
        client.set("past", bytes("v"), Duration.ofSeconds(-1));
        assertThat(client.get("past").status()).isEqualTo(ResultStatus.NOT_FOUND);
        client.set("long", bytes("v"), Duration.ofDays(31));
        client.set("longer", bytes("v"), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        client.set("ever", bytes("v"), null);
        assertThat(client.get("long").isOk()).isTrue();
        assertThat(client.get("longer").isOk()).isTrue();
        assertThat(client.get("ever").isOk()).isTrue();
        client.set("soon", bytes("v"), Duration.ofMillis(1));
        Fixture.await("expires", () -> client.get("soon").status() == ResultStatus.NOT_FOUND);
        client.touch("ever", Duration.ZERO);
        assertThat(client.get("ever").status()).isEqualTo(ResultStatus.NOT_FOUND);
        assertThat(client.getAndTouch("long", Duration.ZERO).isOk()).isTrue();
        assertThat(client.get("long").status()).isEqualTo(ResultStatus.NOT_FOUND);
        client.increment("n", 1, 7, Duration.ZERO);
        assertThat(client.get("n").status()).isEqualTo(ResultStatus.NOT_FOUND);
    }

    @Test
    void exptimeOnTheWire() {
        long now = 1_800_000_000_000L;
        assertThat(ItemExpiry.exptime(null, now)).isZero();
        assertThat(ItemExpiry.exptime(Duration.ofNanos(1), now)).isEqualTo(1);
        assertThat(ItemExpiry.exptime(Duration.ofMillis(1001), now)).isEqualTo(2);
        assertThat(ItemExpiry.exptime(Duration.ofDays(30), now)).isEqualTo(2_592_000);
        assertThat(ItemExpiry.exptime(Duration.ofDays(30).plusMillis(1), now)).isEqualTo(1_800_000_000 + 2_592_001);
        assertThat(Integer.toUnsignedLong(ItemExpiry.exptime(Duration.ofDays(365 * 70), now)))
                .isEqualTo(1_800_000_000L + 365 * 70 * 86_400L);
        assertThat(ItemExpiry.exptime(Duration.ofSeconds(0xffffffffL - 1_800_000_000L), now))
                .isZero();
        assertThat(ItemExpiry.exptime(Duration.ofSeconds(Long.MIN_VALUE), now)).isEqualTo(2_592_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\r\nset b 0 0 1\r\n", "\0", "k\u00e4se", "\ud83d\ude00", "%", "\u007f"})
    void anyTextIsAKey(String key) {
        assertThat(client.set(key, bytes("v"), null).isOk()).isTrue();
        assertThat(client.get(key).value()).isEqualTo(bytes("v"));
        assertThat(client.getAll(java.util.List.of(key)).get(key).value()).isEqualTo(bytes("v"));
    }

    @Test
    void theLongestKey() {
        String longest = "\u00e4".repeat(125);
        assertThat(client.set(longest, bytes("v"), null).isOk()).isTrue();
        assertThat(client.get(longest).isOk()).isTrue();
    }

    @Test
    void whatIsNoKey() {
        assertThatThrownBy(() -> client.get(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key [] has 0 bytes");
        String tooLong = "\u00e4".repeat(125) + "x";
        assertThatThrownBy(() -> client.get(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 251 bytes")
                .hasMessageContaining("key [\u00e4\u00e4");
        assertThatThrownBy(() -> client.get("a".repeat(10_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        // Else it would be the same key as "?".
        assertThatThrownBy(() -> client.get("\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\\ud83d");
        assertThatThrownBy(() -> client.get("\n".repeat(251))).hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsTooLargeIsNotSent(Way way) {
        try (MemcachedProcess own = MemcachedProcess.start("-I", "2m");
                MemcachedClient fresh = Fixture.open(Duration.ofSeconds(10), own)) {
            MemcachedClient before = client;
            client = fresh;
            try {
                // The first command of all, so the limit must have been asked for.
                assertThat(way.run(Command.set("k", new byte[1_500_000], null)).status())
                        .isEqualTo(ResultStatus.OK);
                Result refused = way.run(Command.set("k", new byte[2 << 20], null));
                assertThat(refused.status()).isEqualTo(ResultStatus.TOO_LARGE);
                assertThat(refused.problem()).contains("2097152", own.address());
                assertThat(way.run(Command.get("k")).value()).hasSize(1_500_000);
            } finally {
                client = before;
            }
        }
    }

    @Test
    void noMemoryIsNotAnException() {
        try (MemcachedProcess own = MemcachedProcess.start("-M", "-m", "2");
                MemcachedClient fresh = Fixture.open(Duration.ofSeconds(5), own)) {
            ResultStatus last = ResultStatus.OK;
            for (int i = 0; i < 1000 && last == ResultStatus.OK; i++) {
                last = fresh.set("k" + i, new byte[100_000], null).status();
            }
            assertThat(last).isEqualTo(ResultStatus.OUT_OF_MEMORY);
        }
    }
}
