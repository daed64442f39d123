// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.util.Arrays;

/**
 * The size classes of memcached's default allocator, for the fields that report one. Nothing here is allocated by
 * class.
 */
final class SlabClasses {
    static final int LARGEST = 63;

    private static final int SMALLEST_CHUNK = 96;
    private static final int LARGEST_CHUNK = 524_288;
    private static final double GROWTH = 1.25;
    private static final int[] CHUNKS = chunks();

    private SlabClasses() {}

    /** Returns the class, from 1, of an item of so many bytes. */
    static int of(long size) {
        if (size > LARGEST_CHUNK) {
            // Larger items are chained out of the largest chunks.
            return CHUNKS.length;
        }
        int at = Arrays.binarySearch(CHUNKS, (int) size);
        return at >= 0 ? at + 1 : -at;
    }

    private static int[] chunks() {
        int[] sizes = new int[LARGEST];
        int count = 0;
        for (int size = SMALLEST_CHUNK; size <= LARGEST_CHUNK / GROWTH; size = (int) (size * GROWTH)) {
            size = (size + 7) / 8 * 8;
            sizes[count++] = size;
        }
        sizes[count++] = LARGEST_CHUNK;
        return Arrays.copyOf(sizes, count);
    }
}
