// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that exists only while it is needed: {@link #wake} starts it, and it ends when it has had nothing to do
 * for a while.
 *
 * <p>A wake-up is never lost. {@code signalled} is set before {@code thread} and {@code parked} are read, and cleared
 * before the work is looked for; the thread sets {@code parked}, or forgets itself, before it reads {@code signalled} a
 * last time. All are volatile, so at least one side sees the other. Only where the machine has no thread to give is a
 * wake-up in vain; the next one tries again.
 */
public final class Worker {
    /** There is nothing to do until {@link #wake}. */
    public static final long NOTHING = Long.MAX_VALUE;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How soon a step that threw is called again, since it may have left something undone. */
    private static final long FAILED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String name;
    private final Step step;
    private final ReentrantLock starting = new ReentrantLock();
    private volatile boolean signalled;
    private volatile boolean parked;
    private volatile boolean stopped;

    /** Set under {@code starting}, before the thread runs; forgotten by the thread itself. */
    private volatile @Nullable Thread thread;

    public Worker(String name, Step step) {
        this.name = name;
        this.step = step;
    }

    /** What to do when woken. */
    @FunctionalInterface
    public interface Step {
        /** Does what there is to do; returns the nanoseconds until it wants to be called again, or {@link #NOTHING}. */
        long run();
    }

    /** Has the step run soon, after everything that the caller did before. */
    public void wake() {
        if (signalled) {
            return;
        }
        signalled = true;
        Thread t = thread;
        if (t == null) {
            start();
        } else if (parked) {
            LockSupport.unpark(t);
        }
    }

    /** From now on the thread ends as soon as it has nothing to do. */
    public void stop() {
        stopped = true;
        Thread t = thread;
        if (t != null) {
            LockSupport.unpark(t);
        }
    }

    /** Whether the caller is this thread. */
    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void start() {
        starting.lock();
        try {
            if (thread == null) {
                Thread t = Threads.unstarted(name, this::work);
                thread = t;
                t.start();
            }
        } catch (VirtualMachineError e) {
            thread = null;
            signalled = false;
            report(e);
        } finally {
            starting.unlock();
        }
    }

    private static void report(Throwable e) {
        Thread t = Thread.currentThread();
        t.getUncaughtExceptionHandler().uncaughtException(t, e);
    }

    private long runStep() {
        try {
            return step.run();
        } catch (RuntimeException | Error e) {
            // The thread goes on: what it does for all others must not end with one failure.
            report(e);
            return FAILED_NANOS;
        }
    }

    private void work() {
        while (true) {
            signalled = false;
            long pause = runStep();
            boolean idle = pause == NOTHING;
            if (!signalled && !(idle && stopped)) {
                long from = System.nanoTime();
                parked = true;
                if (!signalled) {
                    LockSupport.parkNanos(this, idle ? IDLE_NANOS : pause);
                }
                parked = false;
                if (signalled || !idle || (!stopped && System.nanoTime() - from < IDLE_NANOS)) {
                    continue;
                }
            }
            if (signalled) {
                continue;
            }
            thread = null;
            if (signalled) {
                start();
            }
            return;
        }
    }
}
