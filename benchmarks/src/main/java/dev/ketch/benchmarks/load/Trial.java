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
    /** @throws IllegalStateException if the server saw fewer operations than the callers counted */
    Trial requirePlausible() {
        if (served.gets() < counted.gets() || served.sets() < counted.sets()) {
            throw new IllegalStateException("the callers counted " + counted + ", but the server " + served);
        }
        return this;
    }
}
