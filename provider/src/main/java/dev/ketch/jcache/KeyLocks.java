// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Locks that keep operations of this JVM on one key apart. What is stored is right without them, for the CAS decides;
 * with them a writer is not called for an operation that then loses, an entry processor is rarely run twice, listeners
 * hear of changes in their order, and threads of one JVM do not fight each other over the network.
 *
 * <p>Therefore they may be given up on: user code that runs under a lock (writers, entry processors) can use the cache
 * again, and so two threads may come to wait crosswise. Who holds a lock already waits for another only for a moment,
 * of random length so that such threads drift apart; everybody else for some seconds. Then the operation goes on without.
 *
 * <p>Keys share locks by their hash. Thread-safe.
 */
final class KeyLocks {
    private static final int STRIPES = 512;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NESTED_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    KeyLocks() {
        Arrays.setAll(stripes, i -> new ReentrantLock());
    }

    /** Does something under the key's lock. */
    <T> T under(Slot slot, Supplier<T> action) {
        ReentrantLock lock = stripes[stripeOf(slot)];
        boolean held = lock.tryLock() || await(lock, System.nanoTime() + patience());
        try {
            return action.get();
        } finally {
            if (held) {
                lock.unlock();
            }
        }
    }

    /** Does something under the locks of keys, taken always in the same order, so that batches do not wait crosswise. */
    <T> T underAll(List<Slot> slots, Supplier<T> action) {
        int[] wanted =
                slots.stream().mapToInt(KeyLocks::stripeOf).sorted().distinct().toArray();
        List<ReentrantLock> held = new ArrayList<>(wanted.length);
        // Found out before any of these is held.
        long end = System.nanoTime() + patience();
        try {
            for (int stripe : wanted) {
                ReentrantLock lock = stripes[stripe];
                if (!lock.tryLock() && !await(lock, end)) {
                    break;
                }
                held.add(lock);
            }
            return action.get();
        } finally {
            held.forEach(ReentrantLock::unlock);
        }
    }

    /**
     * The same for what comes out right without: a thread that holds locks already, being in user code under one of
     * them, takes no more and so cannot come to wait crosswise.
     */
    <T> T underAllIfFree(List<Slot> slots, Supplier<T> action) {
        return isHeldByThisThread() ? action.get() : underAll(slots, action);
    }

    /** Interrupts end nothing here: an operation that went on at once would be as one that has given up. */
    private static boolean await(ReentrantLock lock, long end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long patience() {
        return isHeldByThisThread() ? ThreadLocalRandom.current().nextLong(NESTED_PATIENCE_NANOS) : PATIENCE_NANOS;
    }

    private boolean isHeldByThisThread() {
        for (ReentrantLock stripe : stripes) {
            if (stripe.isHeldByCurrentThread()) {
                return true;
            }
        }
        return false;
    }

    private static int stripeOf(Slot slot) {
        int h = Arrays.hashCode(slot.wireKey()) * 0x9e3779b9;
        return (h >>> 16) & (STRIPES - 1);
    }
}
