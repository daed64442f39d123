// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static dev.ketch.linearizability.Kind.CLEAR;
import static dev.ketch.linearizability.Kind.GET;
import static dev.ketch.linearizability.Kind.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.linearizability.Operation.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What may be lost after a clear or a kill, and what not: histories of the JVMs A and B with known verdicts. What was there
 * is lost as long as the putting JVM cannot have known; a put that has ended stays, unless its server was killed.
 */
@Timeout(60)
class HistoryTest {
    private static final String KEY = "k";

    private static Operation operation(
            String caller, Kind kind, long value, Outcome outcome, long result, int from, int to) {
        String key = kind == CLEAR ? "*" : KEY;
        return new Operation(caller, kind == CLEAR ? "*" : "s", key, kind, value, 0, outcome, result, from, to);
    }

    private static Operation put(String caller, int from, int to, long value) {
        return operation(caller, PUT, value, Outcome.OK, 0, from, to);
    }

    private static Operation read(String caller, int from, int to, long result) {
        return operation(caller, GET, 0, Outcome.OK, result, from, to);
    }

    private static Operation clear(String caller, int from, int to) {
        return operation(caller, CLEAR, 0, Outcome.OK, 0, from, to);
    }

    /** On another key, where nothing is found. */
    private static Operation elsewhere(String caller, String server, Outcome outcome, int from, int to) {
        return new Operation(caller, server, KEY + "-" + from, GET, 0, 0, outcome, 0, from, to);
    }

    private static Operation elsewhere(String caller, int from, int to) {
        return elsewhere(caller, "s", Outcome.OK, from, to);
    }

    private static History history(Disturbance disturbance, List<Operation> start, Operation... more) {
        History history = new History(disturbance);
        Stream.concat(start.stream(), Stream.of(more)).forEach(history::add);
        return history;
    }

    private static History killed(List<Operation> start, Operation... more) {
        History history = history(Disturbance.KILL, start, more);
        history.killed("s", 10, 20);
        return history;
    }

    private static History cleared(List<Operation> start, Operation... more) {
        return history(Disturbance.CLEAR, start, more);
    }

    private static void good(History history) {
        assertThat(history.violations()).isEmpty();
    }

    private static void bad(History history) {
        assertThat(history.violations()).singleElement().asString().contains(KEY + " on s: no order explains this");
    }

    /** B clears and puts again; what it has put is gone for a moment while A puts. */
    private static final List<Operation> OVERWRITTEN = List.of(
            put("A1", 0, 5, 1),
            clear("B1", 10, 20),
            put("B1", 30, 40, 2),
            read("B1", 41, 42, 2),
            put("A1", 100, 200, 3),
            read("B1", 110, 120, 0),
            read("B1", 210, 220, 3));

    /** The same without the clear, for a kill. */
    private static final List<Operation> OVERWRITTEN_AFTER_KILL =
            OVERWRITTEN.stream().filter(o -> o.kind() != CLEAR).toList();

    @Test
    void whatAPutOverwritesMayBeLostFirstIfItsJvmCannotKnowOfTheClear() {
        good(cleared(OVERWRITTEN));
        bad(cleared(OVERWRITTEN, elsewhere("A2", 50, 60)));
    }

    @Test
    void aPutThatHasEndedIsLostByNoEarlierClear() {
        List<Operation> lost = List.of(clear("B1", 10, 20), put("A1", 100, 200, 1), read("B1", 210, 220, 0));
        bad(cleared(lost));
        bad(cleared(lost, elsewhere("A2", 50, 60)));
        bad(cleared(lost, elsewhere("A2", 5, 300)));
    }

    @Test
    void aPutIsNotSeenBeforeItsLoss() {
        bad(cleared(
                List.of(clear("B1", 10, 20), put("A1", 100, 200, 1)),
                read("B1", 110, 120, 1),
                read("B1", 130, 140, 0),
                read("B1", 210, 220, 1)));
    }

    @Test
    void aPutIsLostByAClearThatIsConcurrent() {
        List<Operation> lost =
                List.of(clear("B1", 10, 20), elsewhere("A2", 50, 60), put("A1", 100, 200, 1), read("B1", 210, 220, 0));
        bad(cleared(lost));
        good(cleared(lost, clear("B2", 150, 160)));
        good(cleared(lost, clear("B2", 190, 205)));
    }

    @Test
    void whatAPutOverwritesMayBeLostFirstIfAClearIsConcurrent() {
        List<Operation> blinked = List.of(
                clear("B1", 10, 20),
                elsewhere("A2", 50, 60),
                put("A1", 100, 200, 1),
                put("B2", 121, 125, 2),
                read("B2", 126, 128, 2),
                read("B2", 129, 130, 0),
                read("B2", 210, 220, 1));
        bad(cleared(blinked));
        good(cleared(blinked, clear("B2", 110, 120)));
    }

    @Test
    void aJvmKnowsByItsOwnAnswersAloneThatCameFromTheServerAfterTheClear() {
        good(cleared(OVERWRITTEN, elsewhere("B2", 50, 60)));
        good(cleared(OVERWRITTEN, elsewhere("A2", "t", Outcome.OK, 50, 60)));
        good(cleared(OVERWRITTEN, elsewhere("A2", "s", Outcome.UNAVAILABLE, 50, 60)));
        good(cleared(OVERWRITTEN, elsewhere("A2", 15, 60)));
        good(cleared(OVERWRITTEN, elsewhere("A2", 50, 150)));
    }

    @Test
    void aLateAnswerFromBeforeTheClearMayBeTakenForTheLatest() {
        Operation known = elsewhere("A2", 50, 60);
        good(cleared(OVERWRITTEN, known, elsewhere("A3", 15, 55)));
        good(cleared(OVERWRITTEN, known, elsewhere("A3", 15, 150)));
        good(cleared(OVERWRITTEN, known, elsewhere("A3", "s", Outcome.UNKNOWN, 15, 70)));
        bad(cleared(OVERWRITTEN, known, elsewhere("A3", 15, 49)));
        bad(cleared(OVERWRITTEN, known, elsewhere("B3", 15, 55)));
        bad(cleared(OVERWRITTEN, known, elsewhere("A3", 15, 55), elsewhere("A2", 70, 80)));
    }

    @Test
    void theLastOfSeveralClearsIsToBeKnown() {
        Operation known = elsewhere("A2", 50, 60);
        good(cleared(OVERWRITTEN, known, clear("B2", 65, 70), put("B2", 71, 75, 9), read("B2", 76, 77, 9)));
        bad(cleared(
                OVERWRITTEN,
                known,
                clear("B2", 65, 70),
                put("B2", 71, 75, 9),
                read("B2", 76, 77, 9),
                elsewhere("A2", 80, 90)));
    }

    /** It is not over before the end. */
    @Test
    void aClearOfUnknownOutcomeIsNeverKnown() {
        good(cleared(OVERWRITTEN, elsewhere("A2", 50, 60), operation("B2", CLEAR, 0, Outcome.UNKNOWN, 0, 5, 21)));
    }

    @Test
    void aPutOfUnknownOutcomeMayLoseWhatIsThereLater() {
        Operation known = elsewhere("A2", 50, 60);
        List<Operation> late = List.of(
                clear("B1", 10, 20),
                operation("A1", PUT, 1, Outcome.UNKNOWN, 0, 100, 200),
                put("B1", 210, 220, 2),
                read("B1", 230, 240, 2),
                read("B1", 300, 310, 0));
        good(cleared(late));
        bad(cleared(late, known));
        good(cleared(late, known, clear("B2", 205, 209)));
        bad(cleared(late, put("B1", 320, 330, 3), read("B1", 340, 350, 0)));
    }

    @Test
    void aKillLosesWhatWasThere() {
        List<Operation> gone = List.of(put("A1", 0, 5, 1), read("B1", 30, 40, 0));
        good(killed(gone));
        bad(killed(gone).withoutKill());
        bad(killed(List.of(put("A1", 0, 5, 1), read("B1", 30, 40, 1), read("B1", 50, 60, 0))));
    }

    @Test
    void whatAPutOverwritesMayBeLostFirstIfItsJvmCannotKnowOfTheKill() {
        good(killed(OVERWRITTEN_AFTER_KILL));
        bad(killed(OVERWRITTEN_AFTER_KILL, elsewhere("A2", 50, 60)));
        good(killed(OVERWRITTEN_AFTER_KILL, elsewhere("A2", 19, 60)));
        good(killed(OVERWRITTEN_AFTER_KILL, elsewhere("A2", "t", Outcome.OK, 50, 60)));
        good(killed(OVERWRITTEN_AFTER_KILL, elsewhere("A2", 50, 60), elsewhere("A3", 15, 55)));
    }

    @Test
    void aPutIsLostAfterAKillThatItsJvmCannotKnowOf() {
        List<Operation> lost = List.of(put("A1", 100, 200, 1), read("B1", 210, 220, 0));
        good(killed(lost));
        bad(killed(lost, elsewhere("A2", 50, 60)));
        History other = history(Disturbance.KILL, lost);
        other.killed("t", 10, 20);
        bad(other);
    }
}
