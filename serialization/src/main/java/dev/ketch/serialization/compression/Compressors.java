// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

import dev.ketch.serialization.SerializationException;

/** The compression methods that Ketch knows. */
public final class Compressors {

    static final int DEFLATE = 1;
    static final int LZ4 = 2;

    private Compressors() {}

    /** Returns a compressor by the JDK's own Deflate, fastest level. Its instances share nothing. */
    public static Compressor deflate() {
        return new Compressor(new DeflateCodec(), Compressor.DEFAULT_THRESHOLD);
    }

    /**
     * Returns a compressor by LZ4.
     *
     * @throws IllegalStateException if lz4-java is not on the class path
     */
    public static Compressor lz4() {
        try {
            return new Compressor(new Lz4Codec(), Compressor.DEFAULT_THRESHOLD);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "compression [lz4] needs the library at.yawk.lz4:lz4-java; add it, or use compression [deflate]",
                    e);
        }
    }

    /**
     * Returns a compressor by its name in the configuration: {@code deflate} or {@code lz4}.
     *
     * @throws IllegalArgumentException if there is none of that name
     * @throws IllegalStateException if it needs a library that is not on the class path
     */
    public static Compressor byName(String name) {
        return switch (name) {
            case "deflate" -> deflate();
            case "lz4" -> lz4();
            default ->
                throw new IllegalArgumentException("no compression is called [" + name + "]: use [deflate] or [lz4]");
        };
    }

    /**
     * Returns a compressor that reads what one of that {@linkplain Compressor#id() number} wrote.
     *
     * @throws SerializationException if there is none, or it needs a library that is not on the class path
     */
    public static Compressor byId(int id) {
        try {
            return switch (id) {
                case DEFLATE -> deflate();
                case LZ4 -> lz4();
                default -> throw new SerializationException("value is compressed in an unknown way [" + id + "]");
            };
        } catch (IllegalStateException e) {
            throw new SerializationException("value cannot be decompressed: " + e.getMessage(), e);
        }
    }
}
