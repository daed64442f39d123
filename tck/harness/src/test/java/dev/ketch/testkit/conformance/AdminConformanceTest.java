// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NOOP, VERSION, QUIT, FLUSH and STAT. */
class AdminConformanceTest extends ConformanceTest {
    AdminConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @Test
    void noopRepliesNothingButItself() throws IOException {
        expect(Request.of(Op.NOOP), "0a 00");
    }

    @Test
    void versionIsAValue() throws IOException {
        Reply reply = wire.ask(Request.of(Op.VERSION));
        assertThat(reply.value()).startsWith("1.");
        assertThat(reply.text()).isEqualTo("0b 00 v=" + reply.value());
    }

    @Test
    void quitRepliesAndCloses() throws IOException {
        wire.send(
                Request.set(key, "value").bytes(),
                Request.of(Op.QUIT).bytes(),
                Request.of(Op.NOOP).bytes());
        expectThenClose("01 00 cas", "07 00");
    }

    @Test
    void quietQuitSendsWhatIsDueAndCloses() throws IOException {
        wire.send(
                Request.set(key, "value").bytes(),
                Request.of(Op.QUITQ).bytes(),
                Request.of(Op.NOOP).bytes());
        expectThenClose("01 00 cas");
    }

    @Test
    void flushEndsWhatWasStoredBeforeAndNotWhatIsStoredAfter() throws IOException {
        expect(
                List.of(
                        Request.set(key, "a"),
                        Request.set(key + "b", "b"),
                        Request.of(Op.FLUSH),
                        Request.get(key),
                        Request.set(key, "c"),
                        Request.get(key),
                        Request.get(key + "b")),
                "01 00 cas",
                "01 00 cas",
                "08 00",
                "00 01 v=Not found",
                "01 00 cas",
                "00 00 x=00000000 v=c cas",
                "00 01 v=Not found");
    }

    @Test
    void quietFlushIsSilent() throws IOException {
        expect(
                List.of(
                        Request.store(Op.SETQ, key, "a"),
                        Request.of(Op.FLUSHQ).extras(0),
                        Request.get(key),
                        Request.store(Op.SETQ, key, "b"),
                        Request.get(key)),
                "00 01 v=Not found",
                "00 00 x=00000000 v=b cas");
    }

    @Test
    void flushedItemIsMissingForConditionalCommands() throws IOException {
        long cas = wire.ask(Request.set(key, "5")).cas();
        expect(
                List.of(
                        Request.of(Op.FLUSHQ),
                        Request.set(key, "x").cas(cas),
                        Request.of(Op.DELETE, key),
                        Request.of(Op.APPEND, key).value("x"),
                        Request.count(Op.INCR, key, 1, 1, Request.NO_CREATE),
                        Request.store(Op.ADD, key, "new")),
                "01 01 v=Not found",
                "04 01 v=Not found",
                "0e 05 v=Not stored.",
                "05 01 v=Not found",
                "02 00 cas");
    }

    @Test
    void flushInTheFarFutureChangesNothingNow() throws IOException {
        wire.ask(Request.set(key, "value"));
        expect(Request.of(Op.FLUSH).extras(1000), "08 00");
        expectValue("value");
        expect(Request.of(Op.FLUSH), "08 00");
        expectMissing();
    }

    @Test
    void flushTakesACas() throws IOException {
        long cas = wire.ask(Request.set(key, "a")).cas();
        expect(Request.of(Op.FLUSH), "08 00");
        assertThat(wire.ask(Request.set(key, "a")).cas()).isEqualTo(cas + 2);
    }

    @Test
    void statsEndWithAnEmptyPacket() throws IOException {
        List<Reply> replies = wire.exchange(Request.of(Op.STAT).opaque(9));
        assertThat(replies).hasSizeGreaterThan(10).allSatisfy(reply -> {
            assertThat(reply.opcode()).isEqualTo(Op.STAT);
            assertThat(reply.status()).isZero();
            assertThat(reply.opaque()).isEqualTo(9);
            assertThat(reply.cas()).isZero();
        });
        assertThat(replies.get(replies.size() - 1).text()).isEqualTo("10 00");
        assertThat(replies.subList(0, replies.size() - 1))
                .allSatisfy(reply -> assertThat(reply.key()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pid", "uptime", "time", "version", "max_connections", "curr_connections", "total_connections",
                "rejected_connections", "limit_maxbytes", "bytes", "curr_items", "total_items", "evictions",
                        "cmd_flush",
                "store_too_large", "store_no_memory", "get_flushed", "get_expired", "hash_is_expanding", "threads"
            })
    void generalStatisticIsThere(String name) throws IOException {
        assertThat(stats("")).containsKey(name);
    }

    @Test
    void settingsThatClientsReadAreThere() throws IOException {
        assertThat(stats("settings"))
                .containsEntry("item_size_max", "1048576")
                .containsEntry("maxbytes", "67108864")
                .containsEntry("cas_enabled", "yes")
                .containsEntry("evictions", "on")
                .containsEntry("flush_enabled", "yes")
                .containsEntry("dump_enabled", "yes")
                .containsEntry("lru_crawler", "yes")
                .containsEntry("idle_timeout", "0")
                .containsEntry("auth_enabled_sasl", "no")
                .containsEntry("binding_protocol", "auto-negotiate")
                .containsKey("num_threads");
    }

    @Test
    void itemStatisticsCountByClass() throws IOException {
        wire.ask(Request.set(key, "x".repeat(3000)));
        assertThat(stats("items")).containsKeys("items:17:number", "items:17:mem_requested");
    }

    @Test
    void unknownGroupIsNotFoundOnce() throws IOException {
        expect(Request.of(Op.STAT, "conns"), "10 01 v=Not found");
        expect(Request.of(Op.STAT, "bogus"), "10 01 v=Not found");
    }

    @Test
    void resetIsAnEmptyAnswer() throws IOException {
        wire.ask(Request.get(key));
        expect(Request.of(Op.STAT, "reset"), "10 00");
        assertThat(stats("")).containsEntry("cmd_get", "0").containsEntry("total_items", "0");
    }

    @Test
    void countersCount() throws IOException {
        wire.ask(Request.of(Op.STAT, "reset"));
        long cas = wire.ask(Request.set(key, "5")).cas();
        wire.exchange(
                Request.get(key),
                Request.of(Op.GETKQ, key),
                Request.get(key + "-"),
                Request.touch(Op.GAT, key, 0),
                Request.touch(Op.TOUCH, key + "-", 0),
                Request.set(key, "6").cas(cas),
                Request.set(key, "7").cas(cas),
                Request.set(key + "-", "7").cas(cas),
                Request.store(Op.ADD, key, "no"),
                Request.count(Op.INCR, key, 1, 1, 0),
                Request.count(Op.DECR, key, 1, 1, 0),
                Request.count(Op.INCR, key + "-", 1, 1, Request.NO_CREATE),
                Request.count(Op.DECR, key + "-", 1, 1, Request.NO_CREATE),
                Request.set(key + "-", "x".repeat(2 << 20)),
                Request.store(Op.SET, key + "dead", "x", 0, 2_592_001),
                Request.get(key + "dead"),
                Request.delete(key),
                Request.delete(key));
        assertThat(stats(""))
                .containsEntry("cmd_get", "4")
                .containsEntry("get_hits", "2")
                .containsEntry("get_misses", "2")
                .containsEntry("get_expired", "1")
                .containsEntry("cmd_touch", "2")
                .containsEntry("touch_hits", "1")
                .containsEntry("touch_misses", "1")
                .containsEntry("cmd_set", "6")
                .containsEntry("cas_hits", "1")
                .containsEntry("cas_badval", "1")
                .containsEntry("cas_misses", "1")
                .containsEntry("incr_hits", "1")
                .containsEntry("incr_misses", "1")
                .containsEntry("decr_hits", "1")
                .containsEntry("decr_misses", "1")
                .containsEntry("delete_hits", "1")
                .containsEntry("delete_misses", "1")
                // Only text commands count here.
                .containsEntry("store_too_large", "0")
                .containsEntry("cmd_flush", "0");
    }

    private Map<String, String> stats(String group) throws IOException {
        return wire.exchange(Request.of(Op.STAT, group)).stream()
                .filter(reply -> !reply.key().isEmpty())
                .collect(Collectors.toMap(Reply::key, Reply::value));
    }
}
