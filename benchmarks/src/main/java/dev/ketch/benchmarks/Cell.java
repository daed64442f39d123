// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

/**
 * A workload at a number of callers. Written {@code get:16}.
 *
 * @param callers threads, or virtual threads
 */
record Cell(Workload workload, int callers) {
    static Cell parse(String text) {
        int colon = text.indexOf(':');
        return new Cell(Workload.named(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return workload.label() + ":" + callers;
    }
}
