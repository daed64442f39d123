// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contestant's rounds of one cell together.
 *
 * @param spread (largest - smallest) / median of the operations a second
 */
record Summary(double opsPerSecond, double spread, double p50Micros, double p99Micros) {
    /** @param results one or more, none failed */
    static Summary of(List<Result> results) {
        double[] ops = sorted(results, Result::opsPerSecond);
        double median = median(ops);
        return new Summary(
                median,
                (ops[ops.length - 1] - ops[0]) / median,
                median(sorted(results, Result::p50Micros)),
                median(sorted(results, Result::p99Micros)));
    }

    private static double[] sorted(List<Result> results, ToDoubleFunction<Result> figure) {
        return results.stream().mapToDouble(figure).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
