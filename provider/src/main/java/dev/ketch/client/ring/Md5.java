// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * MD5 (RFC 1321) as the ring needs it. The JDK's own needs an object and an array for each digest, or a thread-local,
 * which thousands of virtual threads would multiply; a key's hash is on the path of every operation and takes only the
 * first word.
 */
final class Md5 {
    private static final int[] SINES = new int[64];
    private static final int[] SHIFTS = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

    static {
        for (int i = 0; i < SINES.length; i++) {
            SINES[i] = (int) (long) (Math.abs(StrictMath.sin(i + 1)) * (1L << 32));
        }
    }

    private Md5() {}

    /** The whole digest. */
    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no MD5, which every JVM must have", e);
        }
    }

    /** The digest's first four bytes as a little-endian number, unsigned in 32 bits. */
    static int firstWord(byte[] message) {
        int a0 = 0x67452301;
        int b0 = 0xefcdab89;
        int c0 = 0x98badcfe;
        int d0 = 0x10325476;
        int blocks = (message.length + 8) / 64 + 1;
        for (int block = 0; block < blocks; block++) {
            int a = a0;
            int b = b0;
            int c = c0;
            int d = d0;
            int base = block * 16;
            int lengthWord = blocks * 16 - 2;
            for (int i = 0; i < 64; i++) {
                int f;
                int g;
                if (i < 16) {
                    f = (b & c) | (~b & d);
                    g = i;
                } else if (i < 32) {
                    f = (d & b) | (~d & c);
                    g = (5 * i + 1) & 15;
                } else if (i < 48) {
                    f = b ^ c ^ d;
                    g = (3 * i + 5) & 15;
                } else {
                    f = c ^ (b | ~d);
                    g = (7 * i) & 15;
                }
                int sum = a + f + SINES[i] + word(message, base + g, lengthWord);
                a = d;
                d = c;
                c = b;
                b += Integer.rotateLeft(sum, SHIFTS[(i >> 4 << 2) | (i & 3)]);
            }
            a0 += a;
            b0 += b;
            c0 += c;
            d0 += d;
        }
        return a0;
    }

    /** A word of the padded message: the bytes, 0x80, zeros, and the length in bits in the last two words. */
    private static int word(byte[] message, int index, int lengthWord) {
        int from = index * 4;
        if (from + 4 <= message.length) {
            return (message[from] & 0xff)
                    | ((message[from + 1] & 0xff) << 8)
                    | ((message[from + 2] & 0xff) << 16)
                    | (message[from + 3] << 24);
        }
        if (index == lengthWord) {
            return message.length << 3;
        }
        if (index == lengthWord + 1) {
            return message.length >>> 29;
        }
        int word = 0;
        for (int i = 0; i < 4; i++) {
            int at = from + i;
            int b = at < message.length ? message[at] & 0xff : at == message.length ? 0x80 : 0;
            word |= b << (8 * i);
        }
        return word;
    }
}
