// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.compression.Compressor;
import dev.ketch.serialization.compression.Compressors;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the values of a cache as its settings say, and reads what was compressed in any way, so that the settings can
 * be changed at any time. Thread-safe.
 */
public final class Compression {
    private final @Nullable Compressor writer;
    private final int longest;
    /** By id. Their number is bounded by the methods there are. */
    private final ConcurrentHashMap<Integer, Compressor> readers = new ConcurrentHashMap<>();

    /**
     * @param writer compresses; {@code null} if nothing is to be compressed
     * @param longest how many bytes a value may have that is read
     */
    public Compression(@Nullable Compressor writer, long longest) {
        this.writer = writer;
        this.longest = (int) Math.min(longest, Integer.MAX_VALUE - 8);
        if (writer != null) {
            readers.put(writer.id(), writer);
        }
    }

    /** A value as it is stored, and how it was compressed: 0 if it was not. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packed(byte[] bytes, int method) {}

    Packed pack(byte[] value) {
        Compressor compressor = writer;
        byte[] compressed = compressor == null ? null : compressor.compress(value, 0, value.length);
        return compressor == null || compressed == null
                ? new Packed(value, 0)
                : new Packed(compressed, compressor.id());
    }

    /** @throws SerializationException if the bytes are damaged, or nobody here knows the method */
    byte[] unpack(int method, byte[] bytes, int offset) {
        return readers.computeIfAbsent(method, Compressors::byId)
                .decompress(bytes, offset, bytes.length - offset, longest);
    }
}
