// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Durations as memcached's exptime, an unsigned number of seconds: 0 for ever, up to 30 days from now on, beyond that
 * the time of day since 1970.
 */
final class ItemExpiry {
    private static final long RELATIVE_AT_MOST = 30L * 24 * 60 * 60;

    /** The first absolute time, in January 1970, so always over; 0 would mean for ever. */
    private static final int OVER = (int) RELATIVE_AT_MOST + 1;

    /** 0xffffffff tells a counter command not to create the counter, and is never sent as a time. */
    private static final long LATEST = 0xfffffffeL;

    private ItemExpiry() {}

    /**
     * @param expiry {@code null} for ever; zero or negative for over at once
     * @param nowMillis since 1970, for times that must be absolute
     */
    static int exptime(@Nullable Duration expiry, long nowMillis) {
        if (expiry == null) {
            return 0;
        }
        if (expiry.isNegative() || expiry.isZero()) {
            return OVER;
        }
        // Rounded up, and without overflow for whatever a Duration can hold.
        long seconds = expiry.getNano() > 0 && expiry.getSeconds() < Long.MAX_VALUE
                ? expiry.getSeconds() + 1
                : expiry.getSeconds();
        if (seconds <= RELATIVE_AT_MOST) {
            return (int) seconds;
        }
        long now = Math.floorDiv(nowMillis, 1000L);
        return seconds > LATEST - now ? 0 : (int) (now + seconds);
    }
}
