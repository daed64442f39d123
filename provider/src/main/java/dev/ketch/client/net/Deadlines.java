// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The timer of a client: as long as one of its servers has connections or calls, it looks at them every few milliseconds.
 * Callers keep their own deadlines where they can; the timer keeps those of calls that nobody waits for, and closes the
 * socket under a write that does not end.
 */
public final class Deadlines {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<ServerTransport> transports = new CopyOnWriteArrayList<>();
    private final long period;
    private final Worker timer;

    /** Whether the timer looks again by itself. Set before the transports are found idle, so no call slips through. */
    private volatile boolean ticking;

    /** When it looks again. Belongs to the timer's thread. */
    private long due;

    public Deadlines(Duration timeout) {
        this.period = Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, timeout.toNanos() / 20));
        this.timer = new Worker("ketch-timer", this::tick);
    }

    void add(ServerTransport transport) {
        transports.add(transport);
    }

    /** How late the timer may be. */
    long marginNanos() {
        return period;
    }

    /** Something begins that has a deadline. */
    void watch() {
        if (!ticking) {
            timer.wake();
        }
    }

    private long tick() {
        long now = System.nanoTime();
        long late = ticking ? now - due : 0;
        ticking = false;
        boolean idle = true;
        for (ServerTransport transport : transports) {
            transport.tick(now, late);
            if (transport.isIdle()) {
                if (transport.isClosed()) {
                    // Its server was removed; the others go on.
                    transports.remove(transport);
                }
            } else {
                idle = false;
            }
        }
        if (idle) {
            return Worker.NOTHING;
        }
        due = System.nanoTime() + period;
        ticking = true;
        return period;
    }

    /** The timer ends once nothing is under way any more. */
    public void close() {
        timer.stop();
    }
}
