// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Warns of a server whose clock is off from this JVM's: once, and again only after it was right. What is to end in more
 * than 30 days is sent as a point in time, which the server takes by its own clock. Thread-safe.
 */
final class ClockCheck {
    private static final Logger LOG = System.getLogger(ClockCheck.class.getName());
    private static final long TOLERANCE_MILLIS = 2_000;
    /** The server tells whole seconds, by a clock of its own that it sets once a second. */
    private static final long GRAIN_MILLIS = 2_000;

    private final String server;
    private final AtomicBoolean warned = new AtomicBoolean();

    ClockCheck(String server) {
        this.server = server;
    }

    /**
     * @param time what the server has told, in seconds since 1970
     * @param sent when it was asked, in milliseconds since 1970
     * @param received when the answer was there
     */
    void compare(String time, long sent, long received) {
        long told;
        try {
            told = Math.multiplyExact(Long.parseLong(time), 1_000);
        } catch (NumberFormatException | ArithmeticException e) {
            return;
        }
        long ahead = told - received;
        long behind = sent - told - GRAIN_MILLIS;
        if (ahead <= TOLERANCE_MILLIS && behind <= TOLERANCE_MILLIS) {
            warned.set(false);
        } else if (warned.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "server [" + server + "]: its clock is " + Math.max(ahead, behind) / 1_000 + " s "
                            + (ahead > 0 ? "ahead of" : "behind") + " this JVM's. What is to end in more than 30 days"
                            + " ends as much " + (ahead > 0 ? "earlier" : "later")
                            + " there; keep the clocks in step, of all JVMs too");
        }
    }
}
