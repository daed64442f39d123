// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Counts what the proxy has seen, and lets tests wait for it. Thread-safe. */
final class Traffic {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock:
    private long connections;
    private final Map<Direction, Long> bytes = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> packets = new EnumMap<>(Direction.class);

    /** Counts a connection and returns how many there were. */
    long connection() {
        lock.lock();
        try {
            connections++;
            changed.signalAll();
            return connections;
        } finally {
            lock.unlock();
        }
    }

    void packet(Direction direction, int size) {
        lock.lock();
        try {
            bytes.merge(direction, (long) size, Long::sum);
            packets.merge(direction, 1L, Long::sum);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }

    long bytes(Direction direction) {
        lock.lock();
        try {
            return bytes.getOrDefault(direction, 0L);
        } finally {
            lock.unlock();
        }
    }

    long packets(Direction direction) {
        lock.lock();
        try {
            return packets.getOrDefault(direction, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** The condition is evaluated under the lock; the counters may be asked from within. */
    void await(String what, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = DEADLINE.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new IllegalStateException("not within " + DEADLINE + ": " + what);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }
}
