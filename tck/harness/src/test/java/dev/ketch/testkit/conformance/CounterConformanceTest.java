// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterConformanceTest extends ConformanceTest {
    private static final String NON_NUMERIC = " 06 v=Non-numeric server-side value for incr or decr";

    CounterConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.INCR, Op.DECR})
    void creationStoresTheInitialNumberAsItIs(int opcode) throws IOException {
        Reply reply = wire.ask(Request.count(opcode, key, 3, -2, 0));
        assertThat(reply.number()).isEqualTo(-2);
        assertThat(reply.extras()).isEmpty();
        assertThat(wire.ask(Request.get(key)).cas()).isEqualTo(reply.cas()).isPositive();
        expect(Request.get(key), "00 00 x=00000000 v=18446744073709551614 cas");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.INCR, Op.INCRQ, Op.DECR, Op.DECRQ})
    void noCreationIsNotFound(int opcode) throws IOException {
        expect(Request.count(opcode, key, 1, 1, Request.NO_CREATE), String.format("%02x", opcode) + " 01 v=Not found");
        expectMissing();
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.INCRQ, Op.DECRQ})
    void quietCountIsSilent(int opcode) throws IOException {
        expect(List.of(Request.count(opcode, key, 1, 5, 0), Request.count(opcode, key, 1, 5, 0)));
        expectValue(opcode == Op.INCRQ ? "6" : "4");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5, 1, 6",
        "5, 5, 0, 5",
        "5, 99, 1, 100",
        "5, 1, -1, 0",
        "5, 9223372036854775800, 7, 9223372036854775807",
        "6, 5, 1, 4",
        "6, 5, 9, 0",
        "6, 5, -1, 0"
    })
    void countStopsAtZero(int opcode, String before, long delta, String after) throws IOException {
        wire.ask(Request.set(key, before));
        assertThat(wire.ask(Request.count(opcode, key, delta, 0, 0)).number()).isEqualTo(Long.parseLong(after));
        assertThat(wire.ask(Request.get(key)).value().trim()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({"10, 1, 9", "1000, 999, 1", "100, 100, 0", "7, 3, 4"})
    void shorterNumberMayBeFilledUpWithBlanks(String before, long delta, String after) throws IOException {
        wire.ask(Request.set(key, before));
        wire.ask(Request.count(Op.DECR, key, delta, 0, 0));
        expectNumber(after, before.length());
    }

    @Test
    void numberWithTrailingBlanksCounts() throws IOException {
        wire.ask(Request.set(key, "9   "));
        assertThat(wire.ask(Request.count(Op.INCR, key, 5, 0, 0)).number()).isEqualTo(14);
        expectNumber("14", 4);
    }

    static List<String> nonNumbers() {
        return List.of("", "abc", "-5", "5-", "1e5", "x1", "18446744073709551616", "9".repeat(30), " ", "-1 x", "+-1");
    }

    @ParameterizedTest
    @MethodSource("nonNumbers")
    void nonNumberIsRefused(String value) throws IOException {
        wire.ask(Request.set(key, value));
        expect(
                List.of(Request.count(Op.INCR, key, 1, 0, 0), Request.count(Op.DECRQ, key, 1, 0, 0)),
                "05" + NON_NUMERIC,
                "16" + NON_NUMERIC);
        expectValue(value);
    }

    static List<Arguments> oddNumbers() {
        return List.of(
                Arguments.of("-0", 1),
                Arguments.of(" 7", 8),
                Arguments.of("\t7", 8),
                Arguments.of("+7", 8),
                Arguments.of("0012", 13),
                Arguments.of("12 abc", 13),
                Arguments.of("12\0", 13),
                Arguments.of("12\n", 13),
                Arguments.of("10 -", 11),
                Arguments.of("-18446744073709551615", 2));
    }

    @ParameterizedTest
    @MethodSource("oddNumbers")
    void numberIsReadAsStrtoullReadsIt(String value, long after) throws IOException {
        wire.ask(Request.set(key, value));
        assertThat(wire.ask(Request.count(Op.INCR, key, 1, 0, 0)).number()).isEqualTo(after);
        expectNumber(Long.toString(after), value.length());
    }

    @Test
    void countTakesANewCasAndKeepsFlags() throws IOException {
        long cas = wire.ask(Request.store(Op.SET, key, "5", 7, 0)).cas();
        assertThat(wire.ask(Request.count(Op.INCR, key, 1, 0, 0)).cas()).isEqualTo(cas + 1);
        assertThat(wire.ask(Request.set(key + "b", "value")).cas()).isEqualTo(cas + 2);
        assertThat(wire.ask(Request.get(key)).extras()).isEqualTo("00000007");
    }

    @Test
    void countHonoursTheCasButCreatesWhateverItIs() throws IOException {
        assertThat(wire.ask(Request.count(Op.INCR, key, 1, 5, 0).cas(WRONG_CAS)).number())
                .isEqualTo(5);
        expect(Request.count(Op.INCR, key, 1, 5, 0).cas(WRONG_CAS), "05 02 v=Data exists for key.");
        long cas = wire.ask(Request.get(key)).cas();
        assertThat(wire.ask(Request.count(Op.INCR, key, 1, 5, 0).cas(cas)).number())
                .isEqualTo(6);
    }

    /** Trailing blanks are there unless a thread of the server just holds the item: a reader has to trim. */
    private void expectNumber(String digits, int lengthBefore) throws IOException {
        String padded = digits + " ".repeat(Math.max(0, lengthBefore - digits.length()));
        assertThat(wire.ask(Request.get(key)).value()).isIn(padded, digits);
    }
}
