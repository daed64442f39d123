// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

/** Sees bytes that are compressed or encrypted already, at a small part of the cost of trying to compress them. */
final class Noise {

    private static final int PIECES = 4;
    private static final int PIECE = 1024;

    /** Random bytes have 7.95 bits in a sample of this size. */
    private static final double BITS_OF_NOISE = 7.8;

    private Noise() {}

    /** Tells whether the values of bytes, in pieces taken all over the range, are spread as if by chance. */
    static boolean isLikely(byte[] bytes, int offset, int length) {
        if (length < PIECES * PIECE) {
            return false;
        }
        int[] counts = new int[256];
        int gap = (length - PIECE) / (PIECES - 1);
        for (int piece = 0; piece < PIECES; piece++) {
            int start = offset + piece * gap;
            for (int i = start; i < start + PIECE; i++) {
                counts[bytes[i] & 0xff]++;
            }
        }
        double sum = 0;
        for (int count : counts) {
            if (count > 0) {
                sum += count * Math.log(count);
            }
        }
        double total = PIECES * PIECE;
        return (Math.log(total) - sum / total) / Math.log(2) > BITS_OF_NOISE;
    }
}
