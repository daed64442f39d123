// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.Await;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times to live, without waiting where a past or far time shows the same. */
class ExpiryConformanceTest extends ConformanceTest {
    private static final int THIRTY_DAYS = 2_592_000;
    /** Read as a date in January 1970. */
    private static final int PAST = THIRTY_DAYS + 1;

    ExpiryConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60, THIRTY_DAYS, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void itemLives(int exptime) throws IOException {
        wire.ask(Request.store(Op.SET, key, "value", 0, exptime));
        expectValue("value");
        expect(Request.store(Op.ADD, key, "new"), "02 02 v=Data exists for key.");
    }

    @Test
    void moreThanThirtyDaysIsADateAndMayBePast() throws IOException {
        expect(Request.store(Op.SET, key, "value", 0, PAST), "01 00 cas");
        expectMissing();
    }

    @Test
    void nowIsPastAndAMinuteAheadIsNot() throws Exception {
        int now = serverTime();
        expect(Request.store(Op.SET, key, "value", 0, now - 2), "01 00 cas");
        expectMissing();
        wire.ask(Request.store(Op.SET, key, "value", 0, now + 60));
        expectValue("value");
    }

    @Test
    void oneSecondEnds() throws Exception {
        wire.ask(Request.store(Op.SET, key, "value", 0, 1));
        wire.ask(Request.store(Op.SET, key + "b", "value", 0, 60));
        Await.until("item with a second to live is gone", () -> {
            return wire.ask(Request.get(key)).status() == 1;
        });
        assertThat(wire.ask(Request.get(key + "b")).status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GAT, Op.GATQ})
    void getAndTouchWithAPastTimeRepliesTheValueOnceMore(int opcode) throws IOException {
        wire.ask(Request.set(key, "value"));
        assertThat(wire.ask(Request.touch(opcode, key, PAST)).value()).isEqualTo("value");
        expectMissing();
    }

    /** A removal that tells what it has removed; the item's CAS is good for nothing afterwards. */
    @Test
    void getAndTouchWithAPastTimeTakesTheItem() throws IOException {
        long cas = wire.ask(Request.set(key, "value")).cas();
        Request take = Request.touch(Op.GATQ, key, PAST);
        Reply taken = wire.ask(take);
        assertThat(taken.value()).isEqualTo("value");
        assertThat(taken.cas()).isEqualTo(cas);
        expect(
                List.of(
                        take,
                        Request.set(key, "x").cas(cas),
                        Request.delete(key).cas(cas),
                        Request.store(Op.ADD, key, "new"),
                        take,
                        take,
                        Request.store(Op.ADD, key, "newer")),
                "01 01 v=Not found",
                "04 01 v=Not found",
                "02 00 cas",
                "1e 00 x=00000000 v=new cas",
                "02 00 cas");
        expectValue("newer");
    }

    @Test
    void touchWithAPastTimeEndsTheItem() throws IOException {
        wire.ask(Request.set(key, "value"));
        expect(Request.touch(Op.TOUCH, key, PAST), "1c 00 x=00000000 cas");
        expectMissing();
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.TOUCH, Op.GAT, Op.GATK})
    void touchTakesTheUnsignedTimeToo(int opcode) throws IOException {
        wire.ask(Request.store(Op.SET, key, "value", 0, 60));
        wire.ask(Request.touch(opcode, key, -1));
        expectValue("value");
    }

    @Test
    void touchReplacesAShorterTimeWhichAppendAndCountKeep() throws Exception {
        List<String> kept = List.of(key + "a", key + "b", key + "c");
        for (String each : kept) {
            wire.ask(Request.store(Op.SET, each, "5", 0, 4));
        }
        wire.ask(Request.store(Op.SET, key, "value", 0, 4));
        assertThat(wire.ask(Request.of(Op.APPEND, kept.get(1)).value("0")).status())
                .isZero();
        assertThat(wire.ask(Request.count(Op.INCR, kept.get(2), 1, 0, 60)).number())
                .isEqualTo(6);
        assertThat(wire.ask(Request.touch(Op.TOUCH, key, 60)).status()).isZero();
        for (String each : kept) {
            Await.until("item [" + each + "] is gone at its first time", () -> {
                return wire.ask(Request.get(each)).status() == 1;
            });
        }
        expectValue("value");
    }

    @Test
    void deadItemIsMissingForEveryCommand() throws IOException {
        Request dead = Request.store(Op.SETQ, key, "5", 0, PAST);
        expect(
                List.of(
                        dead,
                        Request.of(Op.GETK, key),
                        dead,
                        Request.store(Op.REPLACE, key, "x"),
                        dead,
                        Request.delete(key),
                        dead,
                        Request.of(Op.APPEND, key).value("x"),
                        dead,
                        Request.touch(Op.TOUCH, key, 0),
                        dead,
                        Request.count(Op.INCR, key, 1, 1, Request.NO_CREATE),
                        dead,
                        Request.set(key, "x").cas(WRONG_CAS),
                        dead,
                        Request.store(Op.ADD, key, "new")),
                "0c 01 k=" + key,
                "03 01 v=Not found",
                "04 01 v=Not found",
                "0e 05 v=Not stored.",
                "1c 01 v=Not found",
                "05 01 v=Not found",
                "01 01 v=Not found",
                "02 00 cas");
        expectValue("new");
    }

    @Test
    void counterIsCreatedWithItsTime() throws IOException {
        assertThat(wire.ask(Request.count(Op.INCR, key, 1, 7, PAST)).number()).isEqualTo(7);
        expectMissing();
        assertThat(wire.ask(Request.count(Op.INCR, key, 1, 7, 60)).number()).isEqualTo(7);
        expectValue("7");
    }

    private int serverTime() throws IOException {
        return wire.exchange(Request.of(Op.STAT)).stream()
                .filter(reply -> reply.key().equals("time"))
                .mapToInt(reply -> Integer.parseInt(reply.value()))
                .findFirst()
                .orElseThrow();
    }
}
