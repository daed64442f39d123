// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.util.UUID;

/** Numbers as ASCII, without a String in between. */
final class Digits {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private Digits() {}

    /** Puts a number, and returns the position after it, or -1 if it does not fit before the limit. */
    static int putDecimal(long number, int position, byte[] out, int limit) {
        // Negative numbers have one more than positive ones, so all are counted down below zero.
        long rest = number < 0 ? number : -number;
        int length = number < 0 ? 2 : 1;
        for (long r = rest / 10; r != 0; r /= 10) {
            length++;
        }
        int end = position + length;
        if (end > limit) {
            return -1;
        }
        for (int i = end - 1; i >= end - length; i--) {
            out[i] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        if (number < 0) {
            out[position] = '-';
        }
        return end;
    }

    /** Puts a UUID as its {@code toString} has it, and returns the position after it, or -1. */
    static int putUuid(UUID uuid, int position, byte[] out, int limit) {
        if (position + 36 > limit) {
            return -1;
        }
        int p = position;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                out[p++] = '-';
            }
            long half = i < 16 ? uuid.getMostSignificantBits() : uuid.getLeastSignificantBits();
            out[p++] = HEX[(int) (half >>> (60 - 4 * (i & 15))) & 15];
        }
        return p;
    }
}
