// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

/**
 * UTF-8, generalized: a surrogate without its partner is written as its three bytes. The encoders of the JDK replace it
 * by a question mark, and two keys would become one.
 */
final class Utf8 {

    private Utf8() {}

    /** Puts a code point, a lone surrogate too, and returns the position after it. */
    static int put(int codePoint, byte[] bytes, int position) {
        int p = position;
        if (codePoint < 0x80) {
            bytes[p++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[p++] = (byte) (0xc0 | codePoint >> 6);
            bytes[p++] = continuation(codePoint);
        } else if (codePoint < 0x10000) {
            bytes[p++] = (byte) (0xe0 | codePoint >> 12);
            bytes[p++] = continuation(codePoint >> 6);
            bytes[p++] = continuation(codePoint);
        } else {
            bytes[p++] = (byte) (0xf0 | codePoint >> 18);
            bytes[p++] = continuation(codePoint >> 12);
            bytes[p++] = continuation(codePoint >> 6);
            bytes[p++] = continuation(codePoint);
        }
        return p;
    }

    /** Returns how many bytes {@link #put} puts. */
    static int length(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3f);
    }

    /** Returns the text of generalized UTF-8 bytes, or null if they are none. */
    static @org.jspecify.annotations.Nullable String decode(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        int i = 0;
        while (i < length) {
            int first = bytes[i] & 0xff;
            int extra =
                    first < 0x80 ? 0 : first < 0xc0 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf8 ? 3 : -1;
            if (extra < 0 || i + extra >= length) {
                return null;
            }
            int codePoint = extra == 0 ? first : first & (0x3f >> extra);
            for (int k = 1; k <= extra; k++) {
                int next = bytes[i + k] & 0xff;
                if ((next & 0xc0) != 0x80) {
                    return null;
                }
                codePoint = codePoint << 6 | next & 0x3f;
            }
            if (!Character.isValidCodePoint(codePoint)) {
                return null;
            }
            text.appendCodePoint(codePoint);
            i += extra + 1;
        }
        return text.toString();
    }
}
