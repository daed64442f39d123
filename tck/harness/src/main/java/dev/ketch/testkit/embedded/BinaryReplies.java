// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes response frames. Not thread-safe. */
final class BinaryReplies {
    private static final byte[] EMPTY = new byte[0];
    private static final int FLAGS_LENGTH = 4;

    private final ReplyBuffer out;

    BinaryReplies(ReplyBuffer out) {
        this.out = out;
    }

    /** Replies success without a body. */
    void ok(Frame request, long cas) throws IOException {
        header(request, 0, 0, Status.OK, 0, cas);
    }

    /** Replies success with a value alone. */
    void value(Frame request, byte[] value, long cas) throws IOException {
        header(request, 0, 0, Status.OK, value.length, cas);
        out.write(value);
    }

    /** Replies an item: flags, the key if it is not empty, and the value. */
    void item(Frame request, String key, Item item, byte[] value) throws IOException {
        byte[] keyBytes = key.isEmpty() ? EMPTY : key.getBytes(StandardCharsets.ISO_8859_1);
        header(request, keyBytes.length, FLAGS_LENGTH, Status.OK, value.length, item.cas());
        out.room(FLAGS_LENGTH).putInt(item.flags());
        out.write(keyBytes);
        out.write(value);
    }

    /** Replies one statistic, or with two empty strings the end of them. */
    void statistic(Frame request, String name, String value) throws IOException {
        byte[] key = name.getBytes(StandardCharsets.US_ASCII);
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        header(request, key.length, 0, Status.OK, text.length, 0);
        out.write(key);
        out.write(text);
    }

    /** Replies a miss that repeats the key instead of a text. */
    void missingKey(Frame request, String key) throws IOException {
        header(request, key.length(), 0, Status.NOT_FOUND, 0, 0);
        out.write(key.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Replies an error. Errors are sent for quiet requests, too. */
    void error(Frame request, Status status) throws IOException {
        byte[] text = status.text();
        header(request, 0, 0, status, text.length, 0);
        out.write(text);
    }

    private void header(Frame request, int keyLength, int extrasLength, Status status, int valueLength, long cas)
            throws IOException {
        ByteBuffer header = out.room(Frame.HEADER_LENGTH);
        header.put((byte) Frame.RESPONSE_MAGIC).put((byte) request.opcode()).putShort((short) keyLength);
        header.put((byte) extrasLength).put((byte) 0).putShort((short) status.code());
        header.putInt(keyLength + extrasLength + valueLength)
                .putInt(request.opaque())
                .putLong(cas);
    }
}
