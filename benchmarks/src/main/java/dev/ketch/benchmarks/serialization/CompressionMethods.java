// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import dev.ketch.serialization.compression.Compressor;
import dev.ketch.serialization.compression.Compressors;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.xerial.snappy.Snappy;

/** Ketch's compressors, and others; what is costly to make is made once, as a careful user would. Stateless. */
final class CompressionMethods {

    /** All names, those of Ketch first. */
    static final List<String> NAMES = List.of(
            "ketch-deflate",
            "ketch-lz4",
            "jdk-deflate-6",
            "lz4-java-safe",
            "zstd-jni-1",
            "zstd-jni-3",
            "snappy-java",
            "aircompressor-lz4",
            "aircompressor-snappy",
            "aircompressor-zstd");

    private CompressionMethods() {}

    static CompressionMethod byName(String name) {
        return switch (name) {
            case "ketch-deflate" -> new Ketch(Compressors.deflate());
            case "ketch-lz4" -> new Ketch(Compressors.lz4());
            case "jdk-deflate-6" -> new JdkDeflate(6);
            case "lz4-java-safe" -> new Lz4Java(LZ4Factory.safeInstance());
            case "zstd-jni-1" -> new ZstdJni(1);
            case "zstd-jni-3" -> new ZstdJni(3);
            case "snappy-java" -> new SnappyJava();
            case "aircompressor-lz4" -> new Aircompressor(new Lz4Compressor(), new Lz4Decompressor());
            case "aircompressor-snappy" -> new Aircompressor(new SnappyCompressor(), new SnappyDecompressor());
            case "aircompressor-zstd" -> new Aircompressor(new ZstdCompressor(), new ZstdDecompressor());
            default -> throw new IllegalArgumentException("no compression [" + name + "]: use one of " + NAMES);
        };
    }

    private record Ketch(Compressor compressor) implements CompressionMethod {
        @Override
        public byte[] compress(byte[] value) {
            byte[] compressed = compressor.compress(value, 0, value.length);
            return compressed == null ? value : compressed;
        }

        @Override
        public byte[] decompress(byte[] compressed, int length) {
            return compressor.decompress(compressed, 0, compressed.length, length);
        }
    }

    /** One deflater and one inflater for all calls. */
    private static final class JdkDeflate implements CompressionMethod {
        private final Deflater deflater;
        private final Inflater inflater = new Inflater(true);

        JdkDeflate(int level) {
            deflater = new Deflater(level, true);
        }

        @Override
        public byte[] compress(byte[] value) {
            deflater.reset();
            deflater.setInput(value);
            deflater.finish();
            // What cannot be compressed grows by five bytes for each 16 KiB or so.
            byte[] target = new byte[value.length + value.length / 1_000 + 64];
            int count = deflater.deflate(target);
            if (!deflater.finished()) {
                throw new IllegalStateException("no room in " + target.length + " bytes");
            }
            return Arrays.copyOf(target, count);
        }

        @Override
        public byte[] decompress(byte[] compressed, int length) {
            inflater.reset();
            inflater.setInput(compressed);
            byte[] value = new byte[length];
            try {
                inflater.inflate(value);
            } catch (DataFormatException e) {
                throw new IllegalStateException(e);
            }
            return value;
        }
    }

    private static final class Lz4Java implements CompressionMethod {
        private final LZ4Compressor compressor;
        private final LZ4SafeDecompressor decompressor;

        Lz4Java(LZ4Factory factory) {
            compressor = factory.fastCompressor();
            decompressor = factory.safeDecompressor();
        }

        @Override
        public byte[] compress(byte[] value) {
            return compressor.compress(value);
        }

        @Override
        public byte[] decompress(byte[] compressed, int length) {
            return decompressor.decompress(compressed, length);
        }
    }

    /** One context for all calls of a direction: a new one each time would cost more than a small value. */
    private static final class ZstdJni implements CompressionMethod {
        private final ZstdCompressCtx compressor;
        private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

        ZstdJni(int level) {
            compressor = new ZstdCompressCtx().setLevel(level);
        }

        @Override
        public byte[] compress(byte[] value) {
            return compressor.compress(value);
        }

        @Override
        public byte[] decompress(byte[] compressed, int length) {
            return decompressor.decompress(compressed, length);
        }
    }

    private static final class SnappyJava implements CompressionMethod {
        @Override
        public byte[] compress(byte[] value) {
            try {
                return Snappy.compress(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] decompress(byte[] compressed, int length) {
            try {
                return Snappy.uncompress(compressed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Aircompressor(io.airlift.compress.Compressor compressor, Decompressor decompressor)
            implements CompressionMethod {
        @Override
        public byte[] compress(byte[] value) {
            byte[] target = new byte[compressor.maxCompressedLength(value.length)];
            int count = compressor.compress(value, 0, value.length, target, 0, target.length);
            return Arrays.copyOf(target, count);
        }

        @Override
        public byte[] decompress(byte[] compressed, int length) {
            byte[] value = new byte[length];
            decompressor.decompress(compressed, 0, compressed.length, value, 0, length);
            return value;
        }
    }
}
