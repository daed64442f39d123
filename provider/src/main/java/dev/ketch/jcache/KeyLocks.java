// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Locks that keep operations of this JVM on one key apart. What is stored is right without them, for the CAS decides;
 * with them a writer is not called for an operation that then loses, an entry processor is rarely run twice, and
 * threads of one JVM do not fight each other over the network.
 *
 * <p>Therefore they may be given up on: user code that runs under a lock (writers, entry processors) can use the cache
 * again, and so come to wait crosswise. After some seconds the operation goes on without.
 *
 * <p>Keys share locks by their hash. Thread-safe.
 */
final class KeyLocks {
    private static final int STRIPES = 512;
    private static final long PATIENCE_SECONDS = 5;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    KeyLocks() {
        Arrays.setAll(stripes, i -> new ReentrantLock());
    }

    /** Does something under the key's lock. */
    <T> T under(Slot slot, Supplier<T> action) {
        ReentrantLock lock = stripes[stripeOf(slot)];
        boolean held = acquire(lock);
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
        try {
            for (int stripe : wanted) {
                if (!acquire(stripes[stripe])) {
                    break;
                }
                held.add(stripes[stripe]);
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
        for (ReentrantLock stripe : stripes) {
            if (stripe.isHeldByCurrentThread()) {
                return action.get();
            }
        }
        return underAll(slots, action);
    }

    private static boolean acquire(ReentrantLock lock) {
        if (lock.tryLock()) {
            return true;
        }
        try {
            return lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int stripeOf(Slot slot) {
        int h = Arrays.hashCode(slot.wireKey()) * 0x9e3779b9;
        return (h >>> 16) & (STRIPES - 1);
    }
}
