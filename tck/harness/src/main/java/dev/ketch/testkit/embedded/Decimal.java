// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The decimal text that INCR and DECR work on. memcached reads it with C's {@code strtoull}: leading white space, a
 * sign and anything behind a blank after the digits are accepted, and a negative number counts modulo 2^64 if the
 * outcome looks positive.
 */
final class Decimal {
    private Decimal() {}

    /** Returns the unsigned 64-bit number, or empty if memcached would call the value non-numeric. */
    static OptionalLong parse(byte[] value) {
        int at = 0;
        while (at < value.length && isSpace(value[at])) {
            at++;
        }
        boolean negative = at < value.length && value[at] == '-';
        if (at < value.length && (negative || value[at] == '+')) {
            at++;
        }
        int first = at;
        long number = 0;
        while (at < value.length && value[at] >= '0' && value[at] <= '9') {
            int digit = value[at] - '0';
            if (overflows(number, digit)) {
                return OptionalLong.empty();
            }
            number = number * 10 + digit;
            at++;
        }
        // What follows the last byte of a value is a line end, which is white space.
        boolean ended = at == value.length || value[at] == 0 || isSpace(value[at]);
        if (at == first || !ended) {
            return OptionalLong.empty();
        }
        long signed = negative ? -number : number;
        return signed < 0 && hasMinus(value) ? OptionalLong.empty() : OptionalLong.of(signed);
    }

    /** Returns the digits of an unsigned number. */
    static byte[] format(long unsigned) {
        return Long.toUnsignedString(unsigned).getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the digits filled up with trailing blanks: memcached never shortens a number in place. */
    static byte[] padded(byte[] digits, int length) {
        if (digits.length >= length) {
            return digits;
        }
        byte[] padded = Arrays.copyOf(digits, length);
        Arrays.fill(padded, digits.length, length, (byte) ' ');
        return padded;
    }

    private static boolean overflows(long number, int digit) {
        long limit = Long.divideUnsigned(-1L, 10);
        int order = Long.compareUnsigned(number, limit);
        return order > 0 || (order == 0 && digit > Long.remainderUnsigned(-1L, 10));
    }

    private static boolean hasMinus(byte[] value) {
        for (byte b : value) {
            if (b == 0) {
                return false;
            }
            if (b == '-') {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
