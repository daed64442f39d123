// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Control threads that want to sleep for a millisecond and see how much later they wake. */
final class Hiccups implements AutoCloseable {
    private static final long SLEEP = TimeUnit.MILLISECONDS.toNanos(1);

    /** More than four seconds of sleeps. */
    private static final int KEPT = 4096;

    private static final Path COUNTED = Path.of("/proc/thread-self/schedstat");

    private final List<Control> controls = new ArrayList<>();
    private volatile boolean ended;

    /** One control thread of each kind. */
    Hiccups(List<Function<Runnable, Thread>> starters) {
        for (Function<Runnable, Thread> starter : starters) {
            Control control = new Control();
            controls.add(control);
            control.thread = starter.apply(control);
        }
    }

    /** The largest lateness, in nanoseconds, that touches the time between these instants. */
    long largest(long from, long to) {
        return controls.stream().mapToLong(c -> c.largest(from, to)).max().orElse(0);
    }

    /**
     * How long, in nanoseconds, the current thread was ready to run so far, but had no processor, as Linux counts it: a
     * thread that only sleeps is preferred to one that works, so it does not see what befalls those. 0 elsewhere, and
     * for virtual threads, which have no such count.
     */
    static long waitedForProcessor() {
        if (Thread.currentThread().getClass() != Thread.class) {
            return 0;
        }
        try {
            return Long.parseLong(Files.readString(COUNTED).split(" ", 3)[1]);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Control control : controls) {
            control.thread.join();
        }
    }

    private final class Control implements Runnable {
        /** Written by the control thread only: instants of waking, and how late each was. */
        private final AtomicLongArray woken = new AtomicLongArray(KEPT);

        private final AtomicLongArray late = new AtomicLongArray(KEPT);

        /** When the present sleep should end. */
        private volatile long due = System.nanoTime() + SLEEP;

        private Thread thread;

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
