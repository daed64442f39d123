// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text within the bytes 0x21 to 0x7e: all others, and {@code %}, become {@code %XX} for each byte of their UTF-8. */
final class WireText {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private WireText() {}

    /**
     * Escapes a text into an array.
     *
     * @param first escaped where it is the first character, or 0
     * @param everywhere escaped wherever it stands, or 0
     * @return the position after the text, or -1 if it does not fit before the limit
     */
    static int put(String text, char first, char everywhere, byte[] out, int position, int limit) {
        int p = position;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x20 && c < 0x7f && c != '%' && c != everywhere && !(i == 0 && c == first)) {
                if (p >= limit) {
                    return -1;
                }
                out[p++] = (byte) c;
                continue;
            }
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint) - 1;
            int count = Utf8.length(codePoint);
            int end = p + 3 * count;
            if (end > limit) {
                return -1;
            }
            // The bytes go to the end of their room first, and are escaped from its beginning.
            Utf8.put(codePoint, out, end - count);
            for (int k = end - count; k < end; k++) {
                byte b = out[k];
                out[p++] = '%';
                out[p++] = HEX[b >> 4 & 0xf];
                out[p++] = HEX[b & 0xf];
            }
        }
        return p;
    }

    /** Returns the text of escaped bytes, or null if they are no such text. */
    static @Nullable String get(byte[] bytes, int position, int limit) {
        byte[] utf8 = new byte[limit - position];
        int size = 0;
        for (int i = position; i < limit; i++) {
            if (bytes[i] != '%') {
                utf8[size++] = bytes[i];
                continue;
            }
            int high = i + 2 < limit ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < limit ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            utf8[size++] = (byte) (high << 4 | low);
            i += 2;
        }
        return Utf8.decode(utf8, size);
    }
}
