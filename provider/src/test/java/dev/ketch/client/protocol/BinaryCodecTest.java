// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests as bytes. */
class BinaryCodecTest {
    private static final byte[] NONE = new byte[0];
    private final BinaryCodec codec = new BinaryCodec();

    private String hex(Request request, int opaque) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PacketWriter packet = new PacketWriter(out::write);
        codec.encode(request, opaque, packet);
        packet.flush();
        assertThat(out.size()).isEqualTo(codec.length(request));
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void getHasAKeyOnly() throws IOException {
        assertThat(hex(Request.get("abc".getBytes(US_ASCII)), 0x01020304))
                .isEqualTo("80" + "00" + "0003" + "00" + "00" + "0000" + "00000003" + "01020304" + "0000000000000000"
                        + "616263");
    }

    @Test
    void aStoreHasFlagsExpiryAndBothPartsOfTheValue() throws IOException {
        Request request = Request.store(
                Opcode.SETQ,
                "k".getBytes(US_ASCII),
                0xdeadbeef,
                60,
                new byte[] {1},
                new byte[] {2, 3},
                0x0102030405060708L);
        assertThat(hex(request, -1))
                .isEqualTo("80" + "11" + "0001" + "08" + "00" + "0000" + "0000000c" + "ffffffff" + "0102030405060708"
                        + "deadbeef" + "0000003c" + "6b" + "010203");
    }

    @Test
    void aCounterHasDeltaInitialAndExpiry() throws IOException {
        assertThat(hex(Request.increment("c".getBytes(US_ASCII), 5, 7, -1), 2))
                .isEqualTo("80" + "05" + "0001" + "14" + "00" + "0000" + "00000015" + "00000002" + "0000000000000000"
                        + "0000000000000005" + "0000000000000007" + "ffffffff" + "63");
    }

    @Test
    void touchesHaveTheExpiry() throws IOException {
        String rest = "0001" + "04" + "00" + "0000" + "00000005" + "00000000" + "0000000000000000" + "00000009" + "6b";
        assertThat(hex(Request.touch("k".getBytes(US_ASCII), 9), 0)).isEqualTo("801c" + rest);
        assertThat(hex(Request.getAndTouch("k".getBytes(US_ASCII), 9), 0)).isEqualTo("801d" + rest);
        assertThat(hex(Request.getAndTouchQuiet("k".getBytes(US_ASCII), 9), 0)).isEqualTo("801e" + rest);
    }

    @Test
    void appendAndNoopHaveNoExtras() throws IOException {
        Request append = new Request(Opcode.APPEND, "k".getBytes(US_ASCII), 9, 9, 0, 9, 9, new byte[] {5}, NONE);
        assertThat(hex(append, 0)).isEqualTo("800e0001000000000000000200000000" + "0000000000000000" + "6b05");
        assertThat(hex(Request.noop(), 0)).isEqualTo("800a" + "00".repeat(22));
    }

    @Test
    void manySmallRequestsLeaveInOneWriteAndALongValueUncopied() throws IOException {
        List<byte[]> arrays = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        PacketWriter packet = new PacketWriter((bytes, offset, length) -> {
            arrays.add(bytes);
            lengths.add(length);
        });
        byte[] key = "key".getBytes(US_ASCII);
        for (int i = 0; i < 100; i++) {
            codec.encode(Request.get(key), i, packet);
        }
        byte[] large = new byte[100_000];
        codec.encode(Request.store(Opcode.SET, key, 0, 0, NONE, large, 0), 100, packet);
        codec.encode(Request.noop(), 101, packet);
        packet.flush();
        assertThat(lengths).containsExactly(100 * 27 + 24 + 8 + 3, 100_000, 24);
        assertThat(arrays.get(1)).isSameAs(large);
    }

    @Test
    void aPacketNeverOutgrowsItsLimit() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PacketWriter packet = new PacketWriter((bytes, offset, length) -> {
            lengths.add(length);
            assertThat(bytes.length).isLessThanOrEqualTo(PacketWriter.LIMIT);
            out.write(bytes, offset, length);
        });
        byte[] value = new byte[10_000];
        long expected = 0;
        for (int i = 0; i < 50; i++) {
            Request request = Request.store(Opcode.SET, ("k" + i).getBytes(US_ASCII), 0, 0, value, NONE, 0);
            expected += codec.length(request);
            codec.encode(request, i, packet);
        }
        packet.flush();
        assertThat(out.size()).isEqualTo((int) expected);
        assertThat(lengths).hasSizeLessThan(10).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(PacketWriter.LIMIT));
    }
}
