// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.Arrays;

/**
 * Reads one line of a dump in place: {@code name=value} tokens in any order, of which {@code key} (percent-encoded),
 * {@code cas} and {@code size} matter. Newer servers add tokens and a trailing blank. Used by one thread.
 */
final class DumpLine {
    private static final byte[] KEY = {'k', 'e', 'y', '='};
    private static final byte[] CAS = {'c', 'a', 's', '='};
    private static final byte[] SIZE = {'s', 'i', 'z', 'e', '='};

    private final byte[] key = new byte[250];
    private int keyLength;
    private long cas;
    private long size;

    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    long cas() {
        return cas;
    }

    /** The whole item's bytes; 0 if the server does not say. */
    long size() {
        return size;
    }

    /** Reads a line; {@code false} if it is not one of a dump. */
    boolean parse(byte[] line, int from, int to) {
        keyLength = 0;
        cas = 0;
        size = 0;
        boolean found = false;
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && line[end] != ' ') {
                end++;
            }
            if (starts(line, at, end, KEY)) {
                if (!decode(line, at + 4, end)) {
                    return false;
                }
                found = true;
            } else if (starts(line, at, end, CAS)) {
                cas = number(line, at + 4, end);
            } else if (starts(line, at, end, SIZE)) {
                size = number(line, at + 5, end);
            }
            at = end + 1;
        }
        return found;
    }

    private static boolean starts(byte[] line, int at, int end, byte[] name) {
        return end - at >= name.length && Arrays.equals(line, at, at + name.length, name, 0, name.length);
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
