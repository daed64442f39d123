// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.time.InstantSource;

/**
 * The server's time: whole seconds, as memcached counts them. An item with a time to live of n seconds therefore dies
 * after more than n - 1 and at most n seconds.
 */
final class ServerClock {
    /** An {@link #expiry} that is always past. */
    private static final long LONG_PAST = 1;

    private static final long LARGEST_RELATIVE = 60L * 60 * 24 * 30;

    private final InstantSource source;
    private final long started;

    ServerClock(InstantSource source) {
        this.source = source;
        this.started = source.instant().getEpochSecond();
    }

    /** Returns the current time in epoch seconds. */
    long now() {
        return source.instant().getEpochSecond();
    }

    /** Returns the seconds since the start. */
    long uptime() {
        return now() - started;
    }

    /**
     * Turns the unsigned 32-bit time of a request into the epoch second at which the item dies.
     *
     * @param exptime 0 for never, up to 30 days relative, beyond that an absolute epoch second
     * @return the epoch second, 0 for never
     */
    long expiry(long exptime) {
        if (exptime == 0) {
            return 0;
        }
        if (exptime <= LARGEST_RELATIVE) {
            return now() + exptime;
        }
        return exptime <= started ? LONG_PAST : exptime;
    }
}
