// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are wrong, unknown or cut. */
class FrameConformanceTest extends ConformanceTest {
    private static final byte[] NOOP = Request.of(Op.NOOP).bytes();

    FrameConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    static List<Request> malformed() {
        byte[] four = new byte[4];
        byte[] eight = new byte[8];
        return List.of(
                Request.of(Op.GET),
                Request.of(Op.GET, "k").extras(four),
                Request.of(Op.GETQ, "k").value("v"),
                Request.of(Op.GETK, "k").value("v"),
                Request.of(Op.GETKQ),
                Request.of(Op.SET, "k").value("v"),
                Request.of(Op.SET, "k").extras(four).value("v"),
                Request.of(Op.SETQ).extras(eight).value("v"),
                Request.of(Op.ADD, "k").extras(new byte[9]),
                Request.of(Op.REPLACEQ, "k").extras(new byte[255]),
                Request.of(Op.DELETE),
                Request.of(Op.DELETE, "k").value("v"),
                Request.of(Op.DELETEQ, "k").extras(four),
                Request.of(Op.INCR, "k"),
                Request.of(Op.INCRQ, "k").extras(eight),
                Request.of(Op.DECR, "k").extras(new byte[20]).value("v"),
                Request.of(Op.APPEND, "k").extras(four).value("v"),
                Request.of(Op.PREPENDQ).value("v"),
                Request.of(Op.TOUCH, "k"),
                Request.of(Op.TOUCH).extras(four),
                Request.of(Op.GAT, "k").extras(eight),
                Request.of(Op.GATKQ, "k"),
                Request.of(Op.NOOP).value("v"),
                Request.of(Op.NOOP, "k"),
                Request.of(Op.VERSION, "k"),
                Request.of(Op.QUIT, "k"),
                Request.of(Op.QUITQ).value("v"),
                Request.of(Op.FLUSH, "k"),
                Request.of(Op.FLUSHQ).extras(new byte[3]),
                Request.of(Op.FLUSH).value("v"),
                Request.of(Op.STAT, "items").extras(four),
                Request.of(Op.SASL_LIST, "k"),
                Request.of(Op.SASL_AUTH),
                Request.of(Op.SASL_STEP, "k").extras(four));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedFrameIsInvalidAndEndsTheConnection(Request request) throws IOException {
        byte[] frame = request.bytes();
        wire.send(frame, NOOP);
        expectThenClose(String.format("%02x 04 v=Invalid arguments", frame[1]));
    }

    @Test
    void lengthsThatContradictEachOtherEndTheConnection() throws IOException {
        wire.send(Request.get("kkkk").bytes(4, 0, 2), NOOP);
        expectThenClose("00 81 v=Unknown command");
    }

    @Test
    void extrasLongerThanTheBodyEndTheConnection() throws IOException {
        wire.send(Request.set("kkkk", "").bytes(4, 8, 6), NOOP);
        expectThenClose("01 81 v=Unknown command");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x81, 'v'})
    void badMagicEndsTheConnectionWithoutAWord(int magic) throws IOException {
        assertThat(wire.exchange()).isEmpty();
        byte[] frame = NOOP.clone();
        frame[0] = (byte) magic;
        wire.send(frame, NOOP);
        expectThenClose();
    }

    @Test
    void badMagicIsSeenOnlyWithAWholeHeader() throws IOException {
        assertThat(wire.exchange()).isEmpty();
        wire.send(new byte[23]);
        try (Wire other = new Wire(server)) {
            assertThat(other.exchange()).isEmpty();
        }
        wire.send(new byte[1]);
        expectThenClose();
    }

    static IntStream requestsThatIgnoreSurplus() {
        return IntStream.of(Op.TOUCH, Op.GAT, Op.GATQ, Op.GATK, Op.GATKQ);
    }

    @ParameterizedTest
    @MethodSource("requestsThatIgnoreSurplus")
    void surplusBodyIsReadAsTheNextFrame(int opcode) throws IOException {
        wire.ask(Request.set(key, "value"));
        byte[] noop = Request.of(Op.NOOP).opaque(5).bytes();
        String surplus = new String(noop, StandardCharsets.ISO_8859_1);
        List<Reply> replies = wire.exchange(Request.touch(opcode, key, 0).value(surplus));
        assertThat(replies).extracting(Reply::opcode).containsExactly(opcode, Op.NOOP);
        assertThat(replies.get(1).opaque()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.VERBOSITY, 0x1f, 0x25, 0x30, 0x60, 0xff})
    void unknownOpcodeWithoutKeyAndExtrasIsSkipped(int opcode) throws IOException {
        String reply = String.format("%02x 81 v=Unknown command", opcode);
        expect(Request.of(opcode), reply);
        expect(Request.of(opcode).value("v".repeat(100_000)), reply);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.VERBOSITY, 0x60})
    void unknownOpcodeSwallowsItsPrefixTwice(int opcode) throws IOException {
        byte[] request =
                Request.of(opcode, "keykey").extras(new byte[4]).value("v").bytes();
        wire.send(request, "0123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(wire.repliesUntilNoop())
                .extracting(Reply::text)
                .containsExactly(String.format("%02x 81 v=Unknown command", opcode));
    }

    @Test
    void unknownOpcodeWithTooLongAKeyIsInvalid() throws IOException {
        wire.send(Request.of(0x60, "k".repeat(251)).bytes());
        expectThenClose("60 04 v=Invalid arguments");
    }

    @Test
    void saslIsUnknownWithoutSasl() throws IOException {
        expect(
                List.of(
                        Request.of(Op.SASL_LIST),
                        Request.of(Op.SASL_AUTH, "PLAIN").value("\0user\0secret"),
                        Request.of(Op.SASL_AUTH, "PLAIN"),
                        Request.of(Op.SASL_STEP, "PLAIN").value("more")),
                "20 81 v=Unknown command",
                "21 81 v=Unknown command",
                "21 81 v=Unknown command",
                "22 81 v=Unknown command");
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        byte[][] frames = {
            Request.set(key, "value").bytes(), Request.of(Op.GETK, key).bytes()
        };
        for (byte[] frame : frames) {
            for (byte b : frame) {
                wire.send(new byte[] {b});
            }
        }
        assertThat(wire.read().text()).isEqualTo("01 00 cas");
        assertThat(wire.read().text()).isEqualTo("0c 00 x=00000000 k=" + key + " v=value cas");
    }

    @Test
    void connectionCutInAFrameStoresNothing() throws IOException {
        byte[] frame = Request.set(key, "value").bytes();
        wire.send(Arrays.copyOf(frame, frame.length - 1));
        wire.endOutput();
        expectThenClose();
        try (Wire other = new Wire(server)) {
            assertThat(other.ask(Request.get(key)).status()).isEqualTo(1);
        }
    }
}
