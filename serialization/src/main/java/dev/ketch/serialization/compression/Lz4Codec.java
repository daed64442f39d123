// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

import java.util.zip.DataFormatException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 blocks by lz4-java, which the user adds. */
final class Lz4Codec implements Codec {

    private final LZ4Compressor compressor;
    private final LZ4SafeDecompressor decompressor;

    /** @throws LinkageError if the library is missing */
    Lz4Codec() {
        LZ4Factory factory = LZ4Factory.fastestInstance();
        compressor = factory.fastCompressor();
        decompressor = factory.safeDecompressor();
    }

    @Override
    public int id() {
        return Compressors.LZ4;
    }

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public int maxExpansion() {
        return 255;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int position) {
        try {
            return compressor.compress(source, offset, length, target, position, target.length - position);
        } catch (LZ4Exception e) {
            return -1; // No room.
        }
    }

    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target) throws DataFormatException {
        int count;
        try {
            count = decompressor.decompress(source, offset, length, target, 0, target.length);
        } catch (LZ4Exception e) {
            throw new DataFormatException(String.valueOf(e.getMessage()));
        }
        if (count != target.length) {
            throw new DataFormatException("it ends after " + count + " of " + target.length + " bytes");
        }
    }
}
