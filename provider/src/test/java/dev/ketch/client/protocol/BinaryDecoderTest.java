// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses from bytes, however they are cut, and bytes that are no responses. */
class BinaryDecoderTest {
    private static final int MAX = 1 << 20;

    private static byte[] frame(int opcode, int status, int opaque, long cas, byte[] extras, byte[] key, byte[] value) {
        ByteBuffer b = ByteBuffer.allocate(24 + extras.length + key.length + value.length);
        b.put((byte) 0x81).put((byte) opcode).putShort((short) key.length);
        b.put((byte) extras.length).put((byte) 0).putShort((short) status);
        b.putInt(extras.length + key.length + value.length).putInt(opaque).putLong(cas);
        return b.put(extras).put(key).put(value).array();
    }

    private static List<String> decode(byte[] stream, int piece) throws ProtocolException {
        ResponseDecoder decoder = new BinaryCodec().decoder(4096, MAX);
        List<String> seen = new ArrayList<>();
        int at = 0;
        while (true) {
            while (decoder.next()) {
                Response r = decoder.response();
                seen.add(decoder.opcode() + " " + decoder.opaque() + " " + r.status() + " " + r.cas() + " " + r.flags()
                        + " "
                        + new String(r.key(), ISO_8859_1) + " " + r.value().length + " "
                        + java.util.Arrays.hashCode(r.value()) + " " + decoder.isLast());
            }
            if (at == stream.length) {
                return seen;
            }
            int n = Math.min(piece, Math.min(decoder.room(), stream.length - at));
            assertThat(n).isPositive();
            System.arraycopy(stream, at, decoder.array(), decoder.offset(), n);
            decoder.received(n);
            at += n;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 24, 1000, 4096, 1 << 20})
    void readsResponsesCutAnywhere(int piece) throws Exception {
        Random random = new Random(1);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        int[] sizes = {0, 1, 100, 4000, 4068, 4069, 4096, 5000, 65_536, 70_000, 300_000, MAX, 3};
        for (int i = 0; i < sizes.length; i++) {
            byte[] value = new byte[sizes[i]];
            random.nextBytes(value);
            stream.writeBytes(
                    frame(0x0c, 0, i, 1L << 40 | i, new byte[] {0, 0, 1, 2}, "key".getBytes(ISO_8859_1), value));
            expected.add("12 " + i + " OK " + (1L << 40 | i) + " 258 key " + sizes[i] + " "
                    + java.util.Arrays.hashCode(value) + " true");
        }
        assertThat(decode(stream.toByteArray(), piece)).isEqualTo(expected);
    }

    @Test
    void statisticsEndWithAnEmptyOne() throws Exception {
        byte[] none = {};
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(frame(0x10, 0, 5, 0, none, "pid".getBytes(ISO_8859_1), "77".getBytes(ISO_8859_1)));
        stream.writeBytes(frame(0x10, 0, 5, 0, none, none, none));
        assertThat(decode(stream.toByteArray(), 10))
                .extracting(s -> s.endsWith("true"))
                .containsExactly(false, true);
    }

    @Test
    void statusesThatAreUnknownAreKept() throws Exception {
        byte[] none = {};
        ResponseDecoder decoder = new BinaryCodec().decoder(4096, MAX);
        byte[] frame = frame(0, 0x86, 1, 0, none, none, "busy".getBytes(ISO_8859_1));
        System.arraycopy(frame, 0, decoder.array(), decoder.offset(), frame.length);
        decoder.received(frame.length);
        assertThat(decoder.next()).isTrue();
        Response response = decoder.response();
        assertThat(response.status()).isEqualTo(Status.OTHER);
        assertThat(response.statusCode()).isEqualTo(0x86);
    }

    @Test
    void aClaimedLengthIsNotAllocatedBeforeItArrives() throws Exception {
        ResponseDecoder decoder = new BinaryCodec().decoder(4096, 1 << 30);
        byte[] header = HexFormat.of().parseHex("810b000000000000" + "3fffffff" + "00000001" + "0000000000000000");
        System.arraycopy(header, 0, decoder.array(), decoder.offset(), header.length);
        decoder.received(header.length);
        assertThat(decoder.next()).isFalse();
        assertThat(decoder.array().length).isLessThanOrEqualTo(64 << 10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "810000000000000000200000 0000000100000000 00000000 | a value has at most 1048576",
                "8100000000000000ffffffff 0000000100000000 00000000 | a response of 4294967295 bytes",
                "8100000504000000 00000008 00000001 0000000000000000 | with 4 bytes of extras and 5 of key",
                "810000fb00000000 00000400 00000001 0000000000000000 | a key of 251 bytes",
                "8100000000000000 00000002 00000001 0000000000000000 | 0 bytes of key and 0 of extras",
                "8100000308000000 00000010 00000001 0000000000000000 | 3 bytes of key and 8 of extras",
                "8101000300000000 00000010 00000001 0000000000000000 | 3 bytes of key and 0 of extras",
                "80 | sends requests back",
                "1503030002022f | it speaks TLS"
            })
    void refusesDamagedFrames(String hex, String problem) {
        assertThatThrownBy(() -> decode(HexFormat.of().parseHex(hex.replace(" ", "")), 100))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR Too many open connections | raise memcached's -c",
                "ERROR | without -B ascii",
                "CLIENT_ERROR unauthenticated | use SASL",
                "HTTP/1.1 400 Bad Request | an HTTP server answered (\"HTTP/1.1 400 Bad Request\")",
                "-ERR unknown command | like a Redis server",
                "hello there | (\"hello there\"); check host and port"
            })
    void namesTheTextThatCameInstead(String text, String problem) {
        assertThatThrownBy(() -> decode((text + "\r\nmore").getBytes(ISO_8859_1), 1000))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30})
    void whatATextIsTakenForDoesNotDependOnHowItArrives(int piece) {
        assertThatThrownBy(() -> decode("ERROR Too many open connections\r\n".getBytes(ISO_8859_1), piece))
                .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.isConnectionLimit())
                        .isTrue());
        assertThatThrownBy(() -> decode("HTTP/1.1 400 Bad Request\r\n".getBytes(ISO_8859_1), piece))
                .hasMessageContaining("an HTTP server answered");
        assertThatThrownBy(() -> decode("SSH-2.0-OpenSSH_9.2\r\n".getBytes(ISO_8859_1), piece))
                .hasMessageContaining("check host and port");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, (1 << 30) + 1})
    void noServerCanRaiseTheLimitBeyondWhatMemcachedTakes(int told) {
        ResponseDecoder decoder = new BinaryCodec().decoder(4096, told);
        byte[] frame = frame(0x0c, 0, 1, 0, new byte[4], new byte[250], new byte[0]);
        ByteBuffer.wrap(frame).putInt(8, Integer.MAX_VALUE);
        System.arraycopy(frame, 0, decoder.array(), decoder.offset(), frame.length);
        decoder.received(frame.length);
        assertThatThrownBy(decoder::next)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a value has at most 1073741824");
    }

    @Test
    void onlyTheRefusalForTooManyConnectionsIsALimit() {
        assertThatThrownBy(() -> decode("ERROR Too many open connections\r\n".getBytes(ISO_8859_1), 1000))
                .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.isConnectionLimit())
                        .isTrue());
        assertThatThrownBy(() -> decode("ERROR\r\n".getBytes(ISO_8859_1), 1000))
                .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.isConnectionLimit())
                        .isFalse());
    }
}
