// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.zip.CRC32;

/** Values that tell their key and whether they are whole. ASCII, so that no byte of theirs looks like a response. */
final class Marked {
    private static final int SUM = 9;

    private Marked() {}

    /** A value for a key, of about this length. */
    static byte[] value(String key, int version, int length) {
        String text = key + "|" + version + "|" + "x".repeat(length);
        return (text + String.format("%09d", sum(text) % 1_000_000_000)).getBytes(ISO_8859_1);
    }

    /** The key that a value was made for, or {@code null} if the value is damaged. */
    static String keyOf(byte[] value) {
        String all = new String(value, ISO_8859_1);
        int end = all.length() - SUM;
        int mark = all.indexOf('|');
        if (end < 0 || mark < 0 || mark > end) {
            return null;
        }
        String text = all.substring(0, end);
        return String.format("%09d", sum(text) % 1_000_000_000).equals(all.substring(end))
                ? all.substring(0, mark)
                : null;
    }

    private static long sum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(ISO_8859_1));
        return crc.getValue();
    }
}
