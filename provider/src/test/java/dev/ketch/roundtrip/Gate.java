// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps answers until everything of their round trip has been sent. Thread-safe.
 *
 * @param sent how much has been sent so far
 * @param ends how much has been sent by the end of each round trip
 * @param problem what has been waited for in vain
 */
record Gate(LongSupplier sent, long[] ends, AtomicReference<String> problem) {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    Gate(LongSupplier sent, long... ends) {
        this(sent, ends, new AtomicReference<>(""));
    }

    /** Lets an answer pass: the round trip that it belongs to is the one under way. */
    void await() {
        long now = sent.getAsLong();
        for (long end : ends) {
            if (end >= now) {
                await(end);
                return;
            }
        }
    }

    private void await(long end) {
        long limit = System.nanoTime() + PATIENCE;
        while (sent.getAsLong() < end) {
            if (System.nanoTime() > limit) {
                problem.set(sent.getAsLong() + " were sent before an answer, not " + end);
                return;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
    }
}
