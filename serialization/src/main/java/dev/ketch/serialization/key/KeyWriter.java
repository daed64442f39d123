// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.SerializationException;
import java.security.MessageDigest;
import java.util.Arrays;

/** A growing array of canonical bytes. Numbers are big-endian and of fixed width, texts preceded by their length. */
final class KeyWriter {

    private static final int MAX_BYTES = 1 << 20;

    private static final int INITIAL_BYTES = 64;
    private static final int KEPT_BYTES = 16 << 10;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    void writeByte(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    void writeShort(int value) {
        writeByte(value >> 8);
        writeByte(value);
    }

    void writeInt(int value) {
        writeShort(value >> 16);
        writeShort(value);
    }

    void writeLong(long value) {
        writeInt((int) (value >> 32));
        writeInt((int) value);
    }

    void writeText(String text) {
        int at = size;
        writeInt(0);
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            room(4);
            size = Utf8.put(codePoint, bytes, size);
        }
        int length = size - at - 4;
        bytes[at] = (byte) (length >> 24);
        bytes[at + 1] = (byte) (length >> 16);
        bytes[at + 2] = (byte) (length >> 8);
        bytes[at + 3] = (byte) length;
    }

    void writeBytes(byte[] source) {
        room(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
    }

    void reset() {
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    void update(MessageDigest digest) {
        digest.update(bytes, 0, size);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        long needed = (long) size + more;
        if (needed > MAX_BYTES) {
            throw new SerializationException(
                    "key takes more than " + MAX_BYTES + " bytes: use a smaller key, such as an id");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, bytes.length * 2L));
        }
    }
}
