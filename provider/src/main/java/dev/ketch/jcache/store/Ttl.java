// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

/**
 * The expiry that is sent with an item. The header's deadline decides when an entry dies, and what is sent only lets the
 * server collect it later; but for sliding deadlines, which are what is sent.
 */
final class Ttl {
    /** Longest relative expiry that memcached knows, in seconds; a greater number is a point in time. */
    static final long MAX_RELATIVE = 30L * 24 * 60 * 60;

    private Ttl() {}

    /**
     * The number for the wire. memcached counts the ticks of a clock that it sets by whole seconds: an expiry of n ends
     * within the n-th second; and since the ticks come later and later within the second, one is left out now and then,
     * which makes that a second sooner, or up to one later for what ends at another point of the cycle. What has a
     * deadline in its header is given two more, so that it is never ended early; what is sliding one, so that it is as
     * right as can be.
     *
     * @param deadline as {@link Deadline} has it
     * @param now epoch milliseconds
     */
    static int exptime(long deadline, long now) {
        if (deadline == 0) {
            return 0;
        }
        return onWire(deadline, seconds(deadline, now) + (Deadline.isSliding(deadline) ? 1 : 2), now);
    }

    /**
     * The number for the wire where memcached alone ends an item: the whole seconds left, rounded up, as other clients
     * would say it. The item ends within the last of them, so up to a second early, and not late but for what rounding
     * and memcached's clock add.
     */
    static int wholeSeconds(long deadline, long now) {
        return deadline == 0 ? 0 : onWire(deadline, seconds(deadline, now), now);
    }

    private static long seconds(long deadline, long now) {
        long left = Deadline.isSliding(deadline) ? -deadline : deadline - now;
        return Math.max(1, Math.floorDiv(left + 999, 1000L));
    }

    private static int onWire(long deadline, long remaining, long now) {
        if (remaining <= MAX_RELATIVE) {
            return (int) remaining;
        }
        // The clocks of here and there differ by fractions of a second at least.
        long absolute = now / 1000 + remaining + (Deadline.isSliding(deadline) ? 0 : 1);
        if (absolute <= Integer.MAX_VALUE) {
            return (int) absolute;
        }
        // Later than the server can count: it keeps the item, and the header still ends it. Where no header does, it
        // ends when the server's counting does.
        return Deadline.isSliding(deadline) ? Integer.MAX_VALUE : 0;
    }
}
