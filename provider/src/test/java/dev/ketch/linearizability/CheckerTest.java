// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static dev.ketch.linearizability.Kind.CLEAR;
import static dev.ketch.linearizability.Kind.CONTAINS;
import static dev.ketch.linearizability.Kind.GET;
import static dev.ketch.linearizability.Kind.GET_AND_PUT;
import static dev.ketch.linearizability.Kind.GET_AND_REMOVE;
import static dev.ketch.linearizability.Kind.GET_AND_REPLACE;
import static dev.ketch.linearizability.Kind.INVOKE_SWAP;
import static dev.ketch.linearizability.Kind.INVOKE_TOGGLE;
import static dev.ketch.linearizability.Kind.LOSS;
import static dev.ketch.linearizability.Kind.PUT;
import static dev.ketch.linearizability.Kind.PUT_IF_ABSENT;
import static dev.ketch.linearizability.Kind.REMOVE;
import static dev.ketch.linearizability.Kind.REMOVE_EQUAL;
import static dev.ketch.linearizability.Kind.REPLACE;
import static dev.ketch.linearizability.Kind.REPLACE_EQUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.linearizability.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checker on histories whose verdict is known: {@code (from, to)} are times, and what overlaps is concurrent. */
@Timeout(60)
class CheckerTest {
    private static Operation ok(int from, int to, Kind kind, long value, long expected, long result) {
        return new Operation("a", "s", "k", kind, value, expected, Outcome.OK, result, from, to);
    }

    private static Operation read(int from, int to, long result) {
        return ok(from, to, GET, 0, 0, result);
    }

    private static Operation put(int from, int to, long value) {
        return ok(from, to, PUT, value, 0, 0);
    }

    private static Operation unknown(int from, Kind kind, long value) {
        return new Operation("a", "s", "k", kind, value, 0, Outcome.UNKNOWN, 0, from, from);
    }

    private static Operation ended(int from, int to, Kind kind, long value, Outcome outcome) {
        return new Operation("a", "s", "k", kind, value, 0, outcome, 0, from, to);
    }

    private static Operation loss(int from, int to) {
        return Operation.optional(LOSS, "s", "k", from, to);
    }

    private static void good(Operation... history) {
        assertThat(Checker.check(List.of(history))).isNull();
    }

    private static void bad(Operation... history) {
        assertThat(Checker.check(List.of(history))).startsWith("no order explains this");
    }

    @Test
    void nothingIsInOrder() {
        good();
    }

    @Test
    void everyKindOneAfterTheOther() {
        good(
                read(0, 1, 0),
                ok(2, 3, CONTAINS, 0, 0, 0),
                ok(4, 5, REPLACE, 1, 0, 0),
                ok(6, 7, REMOVE, 0, 0, 0),
                ok(8, 9, GET_AND_REMOVE, 0, 0, 0),
                ok(10, 11, GET_AND_REPLACE, 2, 0, 0),
                ok(12, 13, PUT_IF_ABSENT, 3, 0, 1),
                ok(14, 15, PUT_IF_ABSENT, 4, 0, 0),
                ok(16, 17, REPLACE_EQUAL, 5, 4, 0),
                ok(18, 19, REPLACE_EQUAL, 6, 3, 1),
                ok(20, 21, GET_AND_PUT, 7, 0, 6),
                ok(22, 23, GET_AND_REPLACE, 8, 0, 7),
                ok(24, 25, REPLACE, 9, 0, 1),
                ok(26, 27, CONTAINS, 0, 0, 1),
                ok(28, 29, REMOVE_EQUAL, 0, 8, 0),
                ok(30, 31, REMOVE_EQUAL, 0, 9, 1),
                ok(32, 33, INVOKE_SWAP, 10, 0, 0),
                ok(34, 35, INVOKE_SWAP, 11, 0, 10),
                ok(36, 37, INVOKE_TOGGLE, 12, 0, 11),
                ok(38, 39, INVOKE_TOGGLE, 13, 0, 0),
                ok(40, 41, REMOVE, 0, 0, 1),
                put(42, 43, 14),
                ok(44, 45, GET_AND_REMOVE, 0, 0, 14),
                put(46, 47, 15),
                ok(48, 49, CLEAR, 0, 0, 0),
                read(50, 51, 0));
    }

    @Test
    void whatOverlapsMayBeSeenInEitherOrder() {
        good(put(0, 1, 1), put(2, 10, 2), read(3, 4, 1), read(5, 6, 2));
        good(put(0, 1, 1), put(2, 10, 2), read(3, 4, 2), read(5, 6, 2));
        good(put(0, 10, 1), put(0, 10, 2), read(11, 12, 1));
        good(put(0, 10, 1), put(0, 10, 2), read(11, 12, 2));
    }

    @Test
    void aStaleRead() {
        bad(put(0, 1, 1), put(2, 3, 2), read(4, 5, 1));
    }

    @Test
    void aReadThatGoesBack() {
        bad(put(0, 1, 1), put(2, 10, 2), read(3, 4, 2), read(5, 6, 1));
    }

    @Test
    void aValueThatNobodyHasWritten() {
        bad(put(0, 1, 1), read(2, 3, 7));
        bad(read(0, 1, 7));
    }

    @Test
    void aValueBeforeItIsWritten() {
        bad(read(0, 1, 1), put(2, 3, 1));
    }

    @Test
    void aLostUpdate() {
        bad(put(0, 1, 1), ok(2, 9, INVOKE_SWAP, 2, 0, 1), ok(3, 8, INVOKE_SWAP, 3, 0, 1));
        bad(put(0, 1, 1), ok(2, 9, REPLACE_EQUAL, 2, 1, 1), ok(3, 8, REPLACE_EQUAL, 3, 1, 1));
        bad(put(0, 1, 1), ok(2, 9, GET_AND_PUT, 2, 0, 1), ok(3, 8, GET_AND_REPLACE, 3, 0, 1));
    }

    @Test
    void twoThatCreate() {
        bad(ok(0, 9, PUT_IF_ABSENT, 1, 0, 1), ok(1, 8, PUT_IF_ABSENT, 2, 0, 1));
    }

    @Test
    void twoThatTake() {
        bad(put(0, 1, 1), ok(2, 9, GET_AND_REMOVE, 0, 0, 1), ok(3, 8, GET_AND_REMOVE, 0, 0, 1));
        bad(put(0, 1, 1), ok(2, 9, REMOVE, 0, 0, 1), ok(3, 8, REMOVE_EQUAL, 0, 1, 1));
    }

    @Test
    void aCreationThatFailedOnNothing() {
        bad(ok(0, 1, PUT_IF_ABSENT, 1, 0, 0));
        good(ok(0, 9, PUT_IF_ABSENT, 1, 0, 0), put(1, 8, 2));
    }

    @Test
    void aValueThatIsBackAfterItsRemoval() {
        bad(put(0, 1, 1), ok(2, 3, REMOVE, 0, 0, 1), read(4, 5, 1));
        bad(put(0, 1, 1), ok(2, 3, CLEAR, 0, 0, 0), read(4, 5, 1));
    }

    @Test
    void aValueThatIsGoneForNoReason() {
        bad(put(0, 1, 1), read(2, 3, 0));
        bad(put(0, 1, 1), ok(2, 3, REMOVE_EQUAL, 0, 1, 0));
    }

    @Test
    void anUnknownOutcomeMayComeLateOrNever() {
        good(unknown(0, PUT, 1), put(2, 3, 2), read(4, 5, 2), read(6, 7, 1), read(8, 9, 1));
        good(unknown(0, PUT, 1), put(2, 3, 2), read(4, 5, 2), read(6, 7, 2));
        good(put(0, 1, 1), unknown(2, REMOVE, 0), read(4, 5, 1), read(6, 7, 0));
    }

    @Test
    void anUnknownOutcomeNeverComesTwice() {
        bad(unknown(0, PUT, 1), read(2, 3, 1), put(4, 5, 2), read(6, 7, 2), read(8, 9, 1));
        bad(put(0, 1, 1), unknown(2, REMOVE, 0), read(4, 5, 0), put(6, 7, 2), read(8, 9, 0));
    }

    @Test
    void anUnknownOutcomeDoesNotComeBeforeItsBeginning() {
        bad(read(0, 1, 1), unknown(2, PUT, 1));
    }

    @Test
    void anUnknownConditionHoldsOrNothingHappens() {
        bad(put(0, 1, 1), unknown(2, PUT_IF_ABSENT, 2), read(4, 5, 2));
        good(put(0, 1, 1), unknown(2, PUT_IF_ABSENT, 2), ok(4, 5, REMOVE, 0, 0, 1), read(6, 7, 2));
    }

    @Test
    void whatWasUnavailableHasNotHappened() {
        bad(ended(0, 1, PUT, 1, Outcome.UNAVAILABLE), read(2, 3, 1));
        good(put(0, 1, 1), ended(2, 3, REMOVE, 0, Outcome.UNAVAILABLE), read(4, 5, 1));
    }

    @Test
    void whatMustNotBeThrownIsReported() {
        assertThat(Checker.check(List.of(ended(0, 1, PUT, 1, Outcome.FAILED)))).contains("failed");
    }

    @Test
    void aLossMayHappenInItsIntervalAlone() {
        good(put(0, 1, 1), loss(2, 3), read(4, 5, 0));
        good(put(0, 1, 1), loss(2, 3), read(4, 5, 1));
        good(put(0, 1, 1), loss(2, 9), read(3, 4, 1), read(5, 6, 0), read(10, 11, 0));
        good(loss(0, 9), put(1, 2, 1), ok(3, 4, PUT_IF_ABSENT, 2, 0, 1), read(10, 11, 2));
        bad(put(0, 1, 1), loss(2, 3), read(4, 5, 1), read(6, 7, 0));
        bad(loss(0, 1), put(2, 3, 1), read(4, 5, 0));
    }

    @Test
    void aLossHappensOnce() {
        bad(loss(0, 9), put(1, 2, 1), read(3, 4, 0), put(5, 6, 2), read(7, 8, 0));
        good(loss(0, 9), loss(0, 9), put(1, 2, 1), read(3, 4, 0), put(5, 6, 2), read(7, 8, 0));
    }

    private static Operation lossesBefore(int from, int to, long value) {
        return new Operation("?", "s", "k", LOSS, value, 0, Outcome.REPEATED, 0, from, to);
    }

    @Test
    void aRepeatedLossHappensAsOftenAsItIsSeen() {
        Operation[] twice = {put(1, 2, 1), read(3, 4, 0), put(5, 6, 2), read(7, 8, 0)};
        good(twice[0], twice[1], twice[2], twice[3], lossesBefore(0, 9, 9));
        good(twice[0], twice[1], twice[2], twice[3], lossesBefore(2, 7, 9), read(10, 11, 0));
        bad(twice[0], twice[1], twice[2], twice[3], lossesBefore(0, 4, 9));
        bad(put(0, 1, 1), lossesBefore(2, 9, 9), read(3, 4, 0), read(5, 6, 1));
        good(put(0, 1, 1), lossesBefore(2, 9, 9), read(3, 4, 1), read(10, 11, 1));
        bad(put(0, 1, 1), lossesBefore(2, 3, 9), read(4, 5, 1), read(6, 7, 0));
    }

    @Test
    void aLossThatAPutBringsComesBeforeThePut() {
        good(put(0, 1, 1), lossesBefore(2, 9, 2), read(3, 4, 0), put(2, 9, 2), read(10, 11, 2));
        bad(put(0, 1, 1), lossesBefore(2, 9, 2), put(2, 9, 2), read(10, 11, 0));
        bad(put(0, 1, 1), lossesBefore(2, 9, 2), put(2, 9, 2), read(3, 4, 2), read(5, 6, 0));
        good(put(0, 1, 1), lossesBefore(2, 9, 2), unknown(2, PUT, 2), read(3, 4, 0), read(5, 6, 2), read(7, 8, 2));
        bad(put(0, 1, 1), lossesBefore(2, 9, 2), unknown(2, PUT, 2), read(3, 4, 2), read(5, 6, 0));
    }

    @Test
    void aLossBringsNothingBack() {
        bad(put(0, 1, 1), loss(2, 9), read(3, 4, 0), read(5, 6, 1));
    }

    /**
     * Histories made from an order: each operation gets an interval round its place. They are good; with the value of
     * one read exchanged for one that was overwritten before the read began they are not.
     */
    @Test
    void longHistoriesAreDecided() {
        Random random = new Random(1);
        Kind[] kinds = Kind.values();
        int broken = 0;
        for (int round = 0; round < 20; round++) {
            List<Operation> history = new ArrayList<>();
            TreeMap<Integer, Long> states = new TreeMap<>();
            long state = 0;
            states.put(0, 0L);
            for (int i = 1; i <= 500; i++) {
                Kind kind = kinds[random.nextInt(kinds.length - 1)];
                long expected = random.nextBoolean() ? state : random.nextInt(i);
                long result = kind.answer(state, expected);
                state = kind.next(state, i, expected);
                int at = i * 10;
                states.put(at, state);
                int from = at - random.nextInt(80);
                int to = at + random.nextInt(80);
                history.add(
                        random.nextInt(200) == 0
                                ? new Operation("a", "s", "k", kind, i, expected, Outcome.UNKNOWN, 0, from, 0)
                                : new Operation("a", "s", "k", kind, i, expected, Outcome.OK, result, from, to));
            }
            assertThat(Checker.check(history)).as("round " + round).isNull();
            int victim = 100 + random.nextInt(300);
            while (history.get(victim).kind() != GET || history.get(victim).outcome() != Outcome.OK) {
                victim++;
            }
            Operation o = history.get(victim);
            long old = states.headMap((int) o.invoked() - 500, true).lastEntry().getValue();
            boolean mayBeThere = states.subMap((int) o.invoked() - 500, (int) o.returned() + 500)
                    .containsValue(old);
            // A write of unknown outcome may as well come now.
            if (old != 0 && !mayBeThere && history.get((int) old - 1).outcome() == Outcome.OK) {
                history.set(victim, ok((int) o.invoked(), (int) o.returned(), GET, 0, 0, old));
                assertThat(Checker.check(history)).as("broken round " + round).isNotNull();
                broken++;
            }
        }
        assertThat(broken).isGreaterThan(2);
    }

    @Test
    void aLineIsReadAsItWasWritten() {
        Operation operation = ok(1, 2, REPLACE_EQUAL, 3, 4, 1);
        assertThat(Operation.ofLine(operation.toLine())).isEqualTo(operation);
    }
}
