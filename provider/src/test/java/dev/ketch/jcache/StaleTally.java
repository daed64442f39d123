// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the writers of a JVM have read, and whether they are to go on. Thread-safe. */
final class StaleTally {
    private static final int KEPT = 20;

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean over;

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** A read has found this where that was written last. */
    void read(String key, long last, @Nullable Long found, String when) {
        reads.incrementAndGet();
        if (found != null) {
            hits.incrementAndGet();
            if (found != last) {
                violation(key + " is " + found + ", last written was " + last + " (" + when + ")");
            }
        }
    }

    void violation(String what) {
        if (violations.size() < KEPT) {
            violations.add(what);
        }
    }

    /** An operation threw, as it may. */
    void threw() {
        failures.incrementAndGet();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    long reads() {
        return reads.get();
    }

    long hits() {
        return hits.get();
    }

    long failures() {
        return failures.get();
    }
}
