// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What must hold for the decoder whatever a server sends. The first byte of an input chooses the decoder's buffer (bits 0
 * and 1) and the longest value that it believes (bits 2 to 4), the next two how the rest, which is the stream, is cut.
 */
final class DecoderTarget {
    private static final int HEAD = 3;
    private static final int[] BUFFERS = {0, 4096, 16 << 10, 64 << 10};
    private static final int[] LIMITS = {1 << 20, 1 << 30, Integer.MAX_VALUE, 100, 0, -1, Integer.MIN_VALUE, 5 << 20};
    /** The largest item of any memcached. */
    private static final int LARGEST = 1 << 30;

    /** The first piece of a large value, and what a refusal costs. */
    private static final long CONSTANT = 160 << 10;
    /** Answers as objects, values, and values that grow with what arrives. */
    private static final long PER_BYTE = 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DecoderTarget() {}

    /** What a decoder made of a stream: its answers in order, and why it refused the rest, if it did. */
    private record Seen(List<List<Object>> answers, String refusal) {}

    static void check(byte[] input) {
        if (input.length < HEAD) {
            return;
        }
        int buffer = BUFFERS[input[0] & 3];
        int limit = LIMITS[(input[0] >> 2) & 7];
        int cut = (input[1] & 0xff) << 8 | (input[2] & 0xff);
        Seen expected = reference(ByteBuffer.wrap(input, HEAD, input.length - HEAD), limit);
        Seen whole = decode(input, 16 << 10, limit, -1);
        Seen pieces = decode(input, buffer, limit, cut);
        same("in one piece", whole, expected);
        same("cut as by " + cut, pieces, expected);
        if (!whole.refusal().equals(pieces.refusal())) {
            throw new AssertionError(
                    "refused as [" + whole.refusal() + "], but cut as by " + cut + " as [" + pieces.refusal() + "]");
        }
        allocatesLittle(input, buffer, limit, cut);
    }

    private static void same(String how, Seen seen, Seen expected) {
        if (!seen.answers().equals(expected.answers())
                || seen.refusal().isEmpty() != expected.refusal().isEmpty()) {
            throw new AssertionError("read " + how + ": " + seen + ", but it means: " + expected);
        }
    }

    private static Seen decode(byte[] input, int buffer, int limit, int cut) {
        List<List<Object>> answers = new ArrayList<>();
        String refusal = "";
        try {
            run(input, new BinaryCodec().decoder(buffer, limit), cut, answers);
        } catch (ProtocolException e) {
            refusal = withoutQuote(String.valueOf(e.getMessage())) + e.isConnectionLimit();
        }
        return new Seen(answers, refusal);
    }

    /** How much of a text is quoted depends on how much had come. */
    private static String withoutQuote(String message) {
        int from = message.indexOf("(\"");
        int to = message.lastIndexOf("\")");
        return from < 0 ? message : message.substring(0, from) + message.substring(to);
    }

    private static void run(byte[] input, ResponseDecoder decoder, int cut, List<List<Object>> answers)
            throws ProtocolException {
        SplittableRandom random = new SplittableRandom(cut);
        int longest = cut < 0 ? Integer.MAX_VALUE : 1 << random.nextInt(14);
        int at = HEAD;
        int most = input.length / 24;
        while (true) {
            while (decoder.next()) {
                if (most-- == 0) {
                    throw new AssertionError("more answers than there is room for in " + input.length + " bytes");
                }
                if (answers != null) {
                    answers.add(answer(decoder));
                }
            }
            if (decoder.room() <= 0) {
                throw new AssertionError("no room for more bytes, so its reader would read nothing for ever");
            }
            if (at == input.length) {
                return;
            }
            int n = Math.min(decoder.room(), input.length - at);
            if (cut >= 0) {
                n = Math.min(n, 1 + random.nextInt(longest));
            }
            System.arraycopy(input, at, decoder.array(), decoder.offset(), n);
            decoder.received(n);
            at += n;
        }
    }

    private static List<Object> answer(ResponseDecoder decoder) {
        Response r = decoder.response();
        return List.of(
                decoder.opcode(),
                decoder.opaque(),
                decoder.isLast(),
                r.status(),
                r.statusCode(),
                r.cas(),
                r.flags(),
                ByteBuffer.wrap(r.key()),
                ByteBuffer.wrap(r.value()));
    }

    /** The protocol as its description has it, without regard to speed or to how bytes arrive. */
    private static Seen reference(ByteBuffer stream, int limit) {
        List<List<Object>> answers = new ArrayList<>();
        while (stream.hasRemaining()) {
            ByteBuffer frame = stream.slice();
            if (frame.get(0) != (byte) 0x81) {
                byte[] text = new byte[frame.remaining()];
                frame.get(text);
                return new Seen(answers, Surprise.isUndecided(text, 0, text.length) ? "" : "no response");
            }
            if (frame.remaining() < 24) {
                break;
            }
            int key = frame.getShort(2) & 0xffff;
            int extras = frame.get(4) & 0xff;
            int body = frame.getInt(8);
            long value = (long) body - extras - key;
            if (key > 250 || body < 0 || value < 0 || value > Math.max(0, Math.min(LARGEST, limit))) {
                return new Seen(answers, "damaged");
            }
            int status = frame.getShort(6) & 0xffff;
            Set<Byte> keyed = Set.of((byte) 0x0c, (byte) 0x0d, (byte) 0x23, (byte) 0x24);
            Set<Byte> plain = Set.of((byte) 0x00, (byte) 0x09, (byte) 0x1d, (byte) 0x1e);
            boolean get = keyed.contains(frame.get(1)) || plain.contains(frame.get(1));
            if (get && status == 0 && extras != 4 || key > 0 && !keyed.contains(frame.get(1)) && frame.get(1) != 0x10) {
                return new Seen(answers, "damaged");
            }
            if (frame.remaining() - 24 < body) {
                break;
            }
            answers.add(List.of(
                    frame.get(1),
                    frame.getInt(12),
                    frame.get(1) != 0x10 || status != 0 || body == 0,
                    Status.of(status),
                    status,
                    frame.getLong(16),
                    extras >= 4 ? frame.getInt(24) : 0,
                    frame.slice(24 + extras, key),
                    frame.slice(24 + extras + key, (int) value)));
            stream.position(stream.position() + 24 + body);
        }
        return new Seen(answers, "");
    }

    private static void allocatesLittle(byte[] input, int buffer, int limit, int cut) {
        ResponseDecoder decoder = new BinaryCodec().decoder(buffer, limit);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            run(input, decoder, cut, null);
        } catch (ProtocolException e) {
            // Costs memory too.
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > PER_BYTE * input.length + CONSTANT) {
            throw new AssertionError(input.length + " bytes made the decoder allocate " + allocated);
        }
    }
}
