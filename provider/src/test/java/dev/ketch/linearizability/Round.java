// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

/**
 * What a round is like.
 *
 * @param number its own, and its keys'
 * @param operations in each JVM
 * @param first how many of them it may do before it is given the others
 * @param keys how many
 * @param paceMicros the longest pause of a thread between two operations
 * @param clears whether the cache is cleared now and then
 * @param seed of the choices
 * @param start when it begins, in nanoseconds of the clock that all JVMs share
 */
record Round(int number, int operations, int first, int keys, int paceMicros, boolean clears, long seed, long start) {

    String key(int index) {
        return "r" + number + "-" + index;
    }

    Round withSeed(long another) {
        return new Round(number, operations, first, keys, paceMicros, clears, another, start);
    }

    String toLine() {
        return number + " " + operations + " " + first + " " + keys + " " + paceMicros + " " + clears + " " + seed + " "
                + start;
    }

    static Round ofWords(String... words) {
        return new Round(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]),
                Boolean.parseBoolean(words[6]),
                Long.parseLong(words[7]),
                Long.parseLong(words[8]));
    }
}
