// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import java.util.Locale;

/**
 * What one contestant reached in one cell of one round. Written as a line, to pass from one JVM to another.
 *
 * @param opsPerSecond calls of all callers together
 * @param failure why there is no figure; empty if there is one
 */
record Result(Cell cell, double opsPerSecond, double p50Micros, double p99Micros, String failure) {
    static Result failed(Cell cell, String why) {
        return new Result(cell, 0, 0, 0, why.isEmpty() ? "unknown" : why);
    }

    boolean isFailed() {
        return !failure.isEmpty();
    }

    String line() {
        String oneLine = failure.replaceAll("\\s+", " ");
        return String.format(
                Locale.ROOT, "%s\t%.3f\t%.3f\t%.3f\t%s", cell, opsPerSecond, p50Micros, p99Micros, oneLine);
    }

    static Result parse(String line) {
        String[] words = line.split("\t", 5);
        return new Result(
                Cell.parse(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                words[4]);
    }
}
