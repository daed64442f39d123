// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the callers of one JVM may do in a round. Some of it is given to them later, so that a round does not end before
 * what disturbs it. Thread-safe.
 */
final class Budget {
    private final int total;
    private final int callers;
    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore given;
    private volatile boolean failed;

    /**
     * @param total of operations, all of which are given in the end
     * @param first what is given at once
     */
    Budget(int total, int first, int callers) {
        this.total = total;
        this.callers = callers;
        this.given = new Semaphore(first);
    }

    /** Takes one operation, and waits until it is given. Returns {@code false} if there are no more. */
    boolean take() {
        if (asked.getAndIncrement() >= total) {
            return false;
        }
        given.acquireUninterruptibly();
        return true;
    }

    void give(int more) {
        failed = false;
        given.release(more);
    }

    /** An operation had no answer. */
    void failed() {
        failed = true;
    }

    /** Whether one had no answer since something was given. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether all callers wait to be given more. */
    boolean isUsedUp() {
        return given.getQueueLength() == callers;
    }
}
