// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

/**
 * Reads one line of a dump in place: {@code name=value} tokens in any order, of which {@code key} (percent-encoded) and
 * {@code cas} matter. Newer servers add tokens and a trailing blank. Used by one thread.
 */
final class DumpLine {
    private final byte[] key = new byte[250];
    private int keyLength;
    private long cas;

    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    long cas() {
        return cas;
    }

    /** Reads a line; {@code false} if it is not one of a dump. */
    boolean parse(byte[] line, int from, int to) {
        keyLength = 0;
        cas = 0;
        boolean found = false;
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && line[end] != ' ') {
                end++;
            }
            if (starts(line, at, end, 'k', 'e', 'y')) {
                if (!decode(line, at + 4, end)) {
                    return false;
                }
                found = true;
            } else if (starts(line, at, end, 'c', 'a', 's')) {
                cas = number(line, at + 4, end);
            }
            at = end + 1;
        }
        return found;
    }

    private static boolean starts(byte[] line, int at, int end, char a, char b, char c) {
        return end - at >= 4 && line[at] == a && line[at + 1] == b && line[at + 2] == c && line[at + 3] == '=';
    }

    /** {@code +} is an ordinary character here, unlike in forms. */
    private boolean decode(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            int b = line[i];
            if (b == '%') {
                if (i + 2 >= to) {
                    return false;
                }
                int high = Character.digit(line[i + 1], 16);
                int low = Character.digit(line[i + 2], 16);
                if (high < 0 || low < 0) {
                    return false;
                }
                b = (high << 4) | low;
                i += 2;
            }
            if (keyLength == key.length) {
                return false;
            }
            key[keyLength++] = (byte) b;
        }
        return keyLength > 0;
    }

    /** An unsigned decimal number. */
    private static long number(byte[] line, int from, int to) {
        long n = 0;
        for (int i = from; i < to && line[i] >= '0' && line[i] <= '9'; i++) {
            n = n * 10 + (line[i] - '0');
        }
        return n;
    }
}
