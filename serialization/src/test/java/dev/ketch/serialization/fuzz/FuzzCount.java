// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts the executions of a fuzz test, so that a run that ended early is not taken for a whole one. */
final class FuzzCount {
    /** What a whole run takes. */
    static final long EXECUTIONS = 1_000_000;

    private final String target;
    private final long from = System.nanoTime();
    private long count;

    FuzzCount(String target) {
        this.target = target;
    }

    void add() {
        count++;
    }

    /** Prints the count; fails if inputs were invented, but too few. */
    void report() {
        System.out.println("Fuzzing of the " + target + ": " + count + " executions in "
                + (System.nanoTime() - from) / 1_000_000_000 + " s");
        assertThat(count).isGreaterThanOrEqualTo(EXECUTIONS);
    }
}
