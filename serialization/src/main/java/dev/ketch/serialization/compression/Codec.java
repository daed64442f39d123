// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

import java.util.zip.DataFormatException;

/** A compression method, without the length that a {@link Compressor} writes in front. Thread-safe. */
interface Codec {

    /** Returns the number of the method in the flags of items: 1 to 7, and never another one's. */
    int id();

    /** Returns the name of the method in the configuration. */
    String name();

    /** Returns how many bytes can come from one compressed byte, at most. */
    int maxExpansion();

    /**
     * Compresses into an array from a position on.
     *
     * @return how many bytes were written, or -1 if there was no room for all
     */
    int compress(byte[] source, int offset, int length, byte[] target, int position);

    /**
     * Decompresses so as to fill an array exactly, from all bytes of the source.
     *
     * @throws DataFormatException if the bytes are damaged, or too many or too few
     */
    void decompress(byte[] source, int offset, int length, byte[] target) throws DataFormatException;
}
