// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Paces an operation that lost against others and tries again: at once at first, then after random pauses that grow,
 * so that contenders drift apart; and not for ever. For one thread and one operation.
 */
public final class Retry {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private final Failures failures;
    private final long start = System.nanoTime();
    private int lost;

    Retry(Failures failures) {
        this.failures = failures;
    }

    /**
     * Returns when it is time for another try.
     *
     * @throws javax.cache.CacheException if the operation has tried for long enough
     */
    public void lost(Slot slot) {
        long spent = System.nanoTime() - start;
        if (spent > PATIENCE_NANOS) {
            throw failures.contended(slot, TimeUnit.NANOSECONDS.toMillis(spent));
        }
        pause();
    }

    /** The same for what is written whatever is there, and was written in vain. */
    void inVain(Slot slot) {
        long spent = System.nanoTime() - start;
        if (spent > PATIENCE_NANOS) {
            throw failures.clearedAlways(slot, TimeUnit.NANOSECONDS.toMillis(spent));
        }
        pause();
    }

    private void pause() {
        if (++lost > 1) {
            long longest = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(lost, 20));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
        }
    }
}
