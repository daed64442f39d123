// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

/**
 * The engine's settings under test, from system properties of the same names as the options.
 *
 * @param directConnections D
 * @param batchesInFlight K
 */
record KetchTuning(int directConnections, int batchesInFlight) {
    /** Room for one call each of 10,000 callers: a call of the JCache layer is two operations. */
    static final int MAX_QUEUED_OPERATIONS = 65_536;

    static KetchTuning current() {
        return new KetchTuning(
                Integer.getInteger("ketch.directConnections", 2), Integer.getInteger("ketch.batchesInFlight", 4));
    }
}
