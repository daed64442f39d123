// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

/**
 * When an entry ends, as one number, which is also what its header holds: 0 for never, above 0 a point in time in epoch
 * milliseconds. Below 0 it is <em>sliding</em>: memcached alone ends the entry, so many milliseconds after it was last
 * written or accessed, by its own clock of whole seconds: up to a second early and two late, three beyond 30 days. A touch
 * then moves the deadline, and the item stays as it is.
 */
public final class Deadline {
    public static final long ETERNAL = 0;

    /** So much at least, lest the seconds that memcached may be off by be much. */
    public static final long MIN_SLIDING_MILLIS = 10_000;

    /** So much at most, so that every such number can be told from others. */
    public static final long MAX_SLIDING_MILLIS = 365L * 24 * 60 * 60 * 1000;

    private Deadline() {}

    /**
     * A sliding one, or {@link #ETERNAL} if there is none of that length: whole seconds within the bounds, as memcached
     * counts.
     */
    public static long sliding(long millis) {
        boolean possible = millis >= MIN_SLIDING_MILLIS && millis <= MAX_SLIDING_MILLIS && millis % 1000 == 0;
        return possible ? -millis : ETERNAL;
    }

    /** Whether memcached alone ends the entry. */
    public static boolean isSliding(long deadline) {
        return deadline < 0 && deadline >= -MAX_SLIDING_MILLIS;
    }

    /** @param now epoch milliseconds */
    static boolean hasPassed(long deadline, long now) {
        return deadline != ETERNAL && !isSliding(deadline) && deadline <= now;
    }
}
