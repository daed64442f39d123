// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import dev.ketch.benchmarks.server.Target.Served;

/**
 * What the callers of a trial counted and timed.
 *
 * @param p50Micros median duration of a call, measured iterations only
 * @param p99Micros what 99 of 100 calls did not exceed
 * @param counted the operations that the callers counted, warm-up included
 * @param served what the server says it served in that time
 */
public record Trial(double p50Micros, double p99Micros, Served counted, Served served) {
    /**
     * @param gets how many gets the client may send as one, in which those for the same key are one to the server
     * @param keys among how many keys the callers chose
     * @throws IllegalStateException if the server saw fewer operations than the callers counted
     */
    Trial requirePlausible(int gets, int keys) {
        // A get meets one of the others for its own key at most this often; a small sample strays.
        long merged = gets == 1 ? 0 : gets + counted.gets() * gets / keys;
        if (served.gets() + merged < counted.gets() || served.sets() < counted.sets()) {
            throw new IllegalStateException("the callers counted " + counted + ", but the server " + served);
        }
        return this;
    }
}
