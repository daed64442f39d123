// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A hash of keys, at least 0, another in every object: nobody outside can choose keys whose hashes are close to each
 * other. Thread-safe.
 */
final class KeyHash {
    private final long start = ThreadLocalRandom.current().nextLong();
    private final long factor = ThreadLocalRandom.current().nextLong() | 1;

    long of(byte[] key, int length) {
        return of(key, 0, length);
    }

    /** The hash of the next key of a chunk. */
    long of(KeyChunk chunk) {
        return of(chunk.bytes(), chunk.keyOffset(), chunk.keyLength());
    }

    private long of(byte[] bytes, int from, int length) {
        long h = start ^ length;
        for (int i = from; i < from + length; i++) {
            h = (h ^ (bytes[i] & 0xff)) * factor;
            h ^= h >>> 29;
        }
        // The mixer of SplitMix64: every bit of the state has its say in the highest ones.
        h = (h ^ (h >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return (h ^ (h >>> 31)) >>> 1;
    }
}
