// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of keys and items, with the default largest item of 1 MiB. */
class SizeConformanceTest extends ConformanceTest {
    private static final String TOO_LARGE = " 03 v=Too large.";
    private static final String OVERSIZE = "x".repeat(1 << 20);

    SizeConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 249, 250})
    void keyOfUpTo250BytesIsTaken(int length) throws IOException {
        String longest = "k".repeat(length);
        expect(
                List.of(Request.set(longest, "value"), Request.of(Op.GETK, longest)),
                "01 00 cas",
                "0c 00 x=00000000 k=" + longest + " v=value cas");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GET, Op.GETKQ, Op.DELETE, Op.APPEND})
    void longerKeyEndsTheConnection(int opcode) throws IOException {
        wire.send(
                Request.of(opcode, "k".repeat(251)).bytes(), Request.of(Op.NOOP).bytes());
        expectThenClose(String.format("%02x 04 v=Invalid arguments", opcode));
    }

    @Test
    void longerKeyOfASetEndsTheConnection() throws IOException {
        wire.send(Request.set("k".repeat(251), "").bytes());
        expectThenClose("01 04 v=Invalid arguments");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1048516", "1, 7, 1048512", "250, 0, 1048267", "250, 7, 1048263"})
    void largestValueIsKnownToTheByte(int keyLength, int flags, int largest) throws IOException {
        String sized = "s".repeat(keyLength);
        expect(
                List.of(
                        Request.store(Op.SET, sized, "x".repeat(largest), flags, 0),
                        Request.store(Op.SET, sized, "x".repeat(largest + 1), flags, 0)),
                "01 00 cas",
                "01" + TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SET, Op.SETQ})
    void setThatIsTooLargeRemovesTheOldValueWhateverTheCas(int opcode) throws IOException {
        String reply = String.format("%02x", opcode) + TOO_LARGE;
        wire.ask(Request.set(key, "old"));
        expect(Request.store(opcode, key, OVERSIZE), reply);
        expectMissing();
        wire.ask(Request.set(key, "old"));
        expect(Request.store(opcode, key, OVERSIZE).cas(WRONG_CAS), reply);
        expectMissing();
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.ADD, Op.ADDQ, Op.REPLACE, Op.REPLACEQ})
    void otherStoreThatIsTooLargeKeepsTheOldValue(int opcode) throws IOException {
        wire.ask(Request.set(key, "old"));
        expect(Request.store(opcode, key, OVERSIZE), String.format("%02x", opcode) + TOO_LARGE);
        expectValue("old");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.APPEND, Op.APPENDQ, Op.PREPEND, Op.PREPENDQ})
    void joinThatIsTooLargeKeepsTheOldValue(int opcode) throws IOException {
        String hex = String.format("%02x", opcode);
        String old = "old".repeat(100);
        wire.ask(Request.set(key, old));
        expect(Request.of(opcode, key).value(OVERSIZE), hex + TOO_LARGE);
        expect(Request.of(opcode, key).value(OVERSIZE.substring(100)), hex + " 05 v=Not stored.");
        expectValue(old);
    }

    @Test
    void bodyThatIsTooLargeIsSwallowed() throws IOException {
        List<Reply> replies = wire.exchange(
                Request.set(key, "old"),
                Request.set(key, OVERSIZE.repeat(4)),
                Request.get(key),
                Request.set(key, "new"),
                Request.get(key));
        assertThat(replies).extracting(Reply::status).containsExactly(0, 3, 1, 0, 0);
    }
}
