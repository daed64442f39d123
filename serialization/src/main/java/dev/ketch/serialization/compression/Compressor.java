// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

import dev.ketch.serialization.SerializationException;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Compresses values from a size on, where it pays. The compressed form is the length of the value, seven bits a byte with
 * the lowest first, and what the method makes of the value. Thread-safe.
 */
public final class Compressor {

    /** From how many bytes on values are compressed if nobody says otherwise. */
    public static final int DEFAULT_THRESHOLD = 8 << 10;

    private static final int LONGEST_HEADER = 5;

    private final Codec codec;
    private final int threshold;

    Compressor(Codec codec, int threshold) {
        this.codec = codec;
        this.threshold = threshold;
    }

    /**
     * Returns this compressor with another threshold.
     *
     * @param bytes how many bytes a value must have to be compressed
     * @throws IllegalArgumentException if it is not positive
     */
    public Compressor withThreshold(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("compression threshold [" + bytes + "] must be 1 byte or more");
        }
        return new Compressor(codec, bytes);
    }

    /**
     * Returns the number under which items remember how they were compressed: 1 to 7. It is stored in the memcached flags
     * of each item, so it never changes for a method; 0 stands for none.
     */
    public int id() {
        return codec.id();
    }

    /** Returns the name of the method in the configuration. */
    public String name() {
        return codec.name();
    }

    /** Returns how many bytes a value must have to be compressed. */
    public int threshold() {
        return threshold;
    }

    /**
     * Returns the compressed form of a value, or null if it should be stored as it is: if it is below the threshold, or
     * looks compressed already, or would not become smaller by a tenth at least.
     *
     * @throws IndexOutOfBoundsException if offset and length do not lie within the array
     */
    public byte @Nullable [] compress(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length < threshold || Noise.isLikely(bytes, offset, length)) {
            return null;
        }
        int room = length - (length + 9) / 10;
        if (room <= LONGEST_HEADER) {
            return null;
        }
        byte[] target = new byte[room];
        int header = writeLength(length, target);
        int count = codec.compress(bytes, offset, length, target, header);
        return count < 0 ? null : Arrays.copyOf(target, header + count);
    }

    /**
     * Rebuilds a value from its compressed form, which may come from anybody.
     *
     * @param maxLength how many bytes the value may have
     * @throws SerializationException if the bytes are damaged, or the value would be longer; nothing is allocated for it
     *     then
     * @throws IndexOutOfBoundsException if offset and length do not lie within the array
     */
    public byte[] decompress(byte[] bytes, int offset, int length, int maxLength) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        long declared = 0;
        int header = 0;
        int next;
        do {
            if (header == length || header == LONGEST_HEADER) {
                throw new SerializationException("compressed value is damaged: it has no length");
            }
            next = bytes[offset + header];
            declared |= (long) (next & 0x7f) << (7 * header++);
        } while (next < 0);
        if (declared > maxLength) {
            throw new SerializationException(
                    "compressed value would have " + declared + " bytes, the limit is " + maxLength);
        }
        int rest = length - header;
        if (declared > (long) rest * codec.maxExpansion()) {
            throw new SerializationException(
                    "compressed value is damaged: " + rest + " bytes cannot become " + declared);
        }
        byte[] value = new byte[(int) declared];
        try {
            codec.decompress(bytes, offset + header, rest, value);
        } catch (DataFormatException e) {
            throw new SerializationException("compressed value is damaged: " + e.getMessage(), e);
        }
        return value;
    }

    /** Returns method and threshold. */
    @Override
    public String toString() {
        return codec.name() + " from " + threshold + " bytes on";
    }

    private static int writeLength(int length, byte[] target) {
        int position = 0;
        int rest = length;
        for (; rest > 0x7f; rest >>>= 7) {
            target[position++] = (byte) (rest | 0x80);
        }
        target[position++] = (byte) rest;
        return position;
    }
}
