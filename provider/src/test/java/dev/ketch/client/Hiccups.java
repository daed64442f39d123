// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * What the machine itself held up: control threads want to sleep for a millisecond and see how much later they wake, and
 * on Linux the time is counted that a hypervisor took away from the processors. That hits the thread that was running
 * there, and no control thread, since those are woken on another processor.
 */
public final class Hiccups implements AutoCloseable {
    private static final long SLEEP = TimeUnit.MILLISECONDS.toNanos(1);

    /** More than four seconds of sleeps. */
    private static final int KEPT = 4096;

    private final List<Control> controls = new ArrayList<>();
    private final StolenTime stolen = new StolenTime();
    private volatile boolean ended;

    /** One control thread of each kind. */
    public Hiccups(List<Function<Runnable, Thread>> starters) {
        for (Function<Runnable, Thread> starter : starters) {
            Control control = new Control();
            controls.add(control);
            Thread unused = starter.apply(control);
        }
        stolen.start();
    }

    /**
     * The largest lateness that touches the time between these instants, and all the time stolen in it, in nanoseconds.
     * Waits until the latter is known.
     */
    public long largest(long from, long to) {
        return controls.stream().mapToLong(c -> c.largest(from, to)).max().orElse(0) + stolen.between(from, to);
    }

    @Override
    public void close() {
        ended = true;
        stolen.close();
    }

    private final class Control implements Runnable {
        /** Written by the control thread only: instants of waking, and how late each was. */
        private final AtomicLongArray woken = new AtomicLongArray(KEPT);

        private final AtomicLongArray late = new AtomicLongArray(KEPT);

        /** When the present sleep should end. */
        private volatile long due = System.nanoTime() + SLEEP;

        @Override
        public void run() {
            for (int i = 0; !ended; i = (i + 1) % KEPT) {
                due = System.nanoTime() + SLEEP;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(this, due - System.nanoTime());
                }
                long now = System.nanoTime();
                late.set(i, 0);
                woken.set(i, now);
                late.set(i, now - due);
            }
        }

        long largest(long from, long to) {
            long most = Math.max(0, System.nanoTime() - due);
            for (int i = 0; i < KEPT; i++) {
                long at = woken.get(i);
                long by = late.get(i);
                if (at != 0 && at - from >= 0 && at - by - to <= 0) {
                    most = Math.max(most, by);
                }
            }
            return most;
        }
    }
}
