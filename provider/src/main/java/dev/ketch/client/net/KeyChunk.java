// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.KeyListing.ListedKey;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Listed keys, packed: a key takes its length and 10 bytes. The size of an item is kept as the next power of two. Filled
 * and then emptied, each by one thread at a time.
 */
final class KeyChunk {
    static final int SIZE = 32 << 10;
    static final int HEAD = 10;
    private static final int LONGEST_ENTRY = HEAD + 250;

    private byte[] bytes = new byte[SIZE];
    private int filled;
    private int position;

    boolean hasRoom() {
        return bytes.length - filled >= LONGEST_ENTRY;
    }

    /** Whether all keys have been taken. */
    boolean isEmpty() {
        return position == filled;
    }

    int capacity() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Takes no more memory than it needs; nothing is added after that. */
    void trim() {
        if (filled < SIZE / 2) {
            bytes = Arrays.copyOf(bytes, filled);
        }
    }

    void add(byte[] key, int length, long cas, long size) {
        bytes[filled++] = (byte) length;
        bytes[filled++] = (byte) (size <= 1 ? 0 : Math.min(62, 64 - Long.numberOfLeadingZeros(size - 1)));
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[filled++] = (byte) (cas >>> shift);
        }
        System.arraycopy(key, 0, bytes, filled, length);
        filled += length;
    }

    int keyOffset() {
        return position + HEAD;
    }

    int keyLength() {
        return bytes[position] & 0xff;
    }

    void skip() {
        position += HEAD + keyLength();
    }

    void moveTo(KeyChunk other) {
        int length = HEAD + keyLength();
        System.arraycopy(bytes, position, other.bytes, other.filled, length);
        other.filled += length;
        position += length;
    }

    /** Every key, taken or not. */
    void forEachKey(Consumer<byte[]> action) {
        for (int at = 0; at < filled; at += HEAD + (bytes[at] & 0xff)) {
            action.accept(Arrays.copyOfRange(bytes, at + HEAD, at + HEAD + (bytes[at] & 0xff)));
        }
    }

    ListedKey take() {
        long size = 1L << bytes[position + 1];
        long cas = 0;
        for (int i = 2; i < HEAD; i++) {
            cas = (cas << 8) | (bytes[position + i] & 0xff);
        }
        byte[] key = Arrays.copyOfRange(bytes, keyOffset(), keyOffset() + keyLength());
        skip();
        return new ListedKey(key, cas, size);
    }
}
