// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.io.IOException;

/**
 * Gathers requests so that many leave in one write. Its buffer is bounded: when it is full it goes out, and a long value
 * goes out from its own array without being copied.
 *
 * <p>Used by one thread at a time.
 */
public final class PacketWriter {
    /** Takes the bytes of a packet. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Most bytes that are gathered before they go out. */
    public static final int LIMIT = 64 << 10;

    private static final int INITIAL = 2 << 10;

    /** From this length on a value is not copied: a system call costs about as much as copying so many bytes. */
    private static final int STRAIGHT = 16 << 10;

    private final Sink sink;
    private byte[] buffer = new byte[INITIAL];
    private int size;

    public PacketWriter(Sink sink) {
        this.sink = sink;
    }

    /** Makes room for so many bytes, at most {@link #LIMIT}, to be put one by one. */
    void reserve(int count) throws IOException {
        if (buffer.length - size >= count) {
            return;
        }
        if (size + count > LIMIT) {
            flush();
        }
        if (buffer.length - size < count) {
            int wanted = Math.max(size + count, Math.min(LIMIT, buffer.length * 2));
            buffer = java.util.Arrays.copyOf(buffer, wanted);
        }
    }

    void putByte(int b) {
        buffer[size++] = (byte) b;
    }

    void putShort(int s) {
        putByte(s >>> 8);
        putByte(s);
    }

    void putInt(int i) {
        putShort(i >>> 16);
        putShort(i);
    }

    void putLong(long l) {
        putInt((int) (l >>> 32));
        putInt((int) l);
    }

    void putBytes(byte[] bytes) throws IOException {
        if (bytes.length >= STRAIGHT) {
            flush();
            sink.write(bytes, 0, bytes.length);
            return;
        }
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    /** Sends what is gathered. */
    public void flush() throws IOException {
        int length = size;
        if (length > 0) {
            size = 0;
            sink.write(buffer, 0, length);
        }
    }

    /** Gives back the room that a large packet needed. */
    public void trim() {
        if (size == 0 && buffer.length > INITIAL) {
            buffer = new byte[INITIAL];
        }
    }
}
