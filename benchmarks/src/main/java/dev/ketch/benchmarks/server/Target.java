// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.server;

/** A running server. Thread-safe. */
public interface Target extends AutoCloseable {
    /** A literal address. */
    String host();

    int port();

    /** What it says it has served since its start. */
    Served served();

    /** Its name and version. */
    String version();

    @Override
    void close();

    /**
     * Counts by key: a get of 100 keys is 100 gets.
     *
     * @param gets keys looked up, found or not
     * @param sets values stored
     */
    record Served(long gets, long sets) {
        /** What was served after an earlier look. */
        public Served since(Served earlier) {
            return new Served(gets - earlier.gets, sets - earlier.sets);
        }
    }
}
