// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what waits or is under way on the shared path of one server. Operations and bytes are two halves of one atomic
 * number, so that both are taken together or not at all.
 */
final class Admission {
    private static final int BYTE_BITS = 40;
    private static final long BYTE_MASK = (1L << BYTE_BITS) - 1;

    private final int maxOperations;
    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();

    Admission(int maxOperations, long maxBytes) {
        this.maxOperations = Math.min(maxOperations, (1 << (Long.SIZE - 1 - BYTE_BITS)) - 1);
        this.maxBytes = Math.min(maxBytes, BYTE_MASK);
    }

    /** Calls under way, on any path. */
    AtomicInteger calls() {
        return calls;
    }

    /** Takes room and counts a call; what is larger than all the room gets in when nothing else is there. */
    boolean enter(int operations, long bytes) {
        while (true) {
            long now = taken.get();
            long allOperations = (now >>> BYTE_BITS) + operations;
            long allBytes = (now & BYTE_MASK) + bytes;
            if (now != 0 && (allOperations > maxOperations || allBytes > maxBytes)) {
                return false;
            }
            if (taken.compareAndSet(now, (allOperations << BYTE_BITS) | allBytes)) {
                calls.incrementAndGet();
                return true;
            }
        }
    }

    /** Takes room whether or not there is any. */
    void force(int operations, long bytes) {
        taken.addAndGet(((long) operations << BYTE_BITS) | bytes);
        calls.incrementAndGet();
    }

    void leave(int operations, long bytes) {
        calls.decrementAndGet();
        taken.addAndGet(-(((long) operations << BYTE_BITS) | bytes));
    }

    long bytes() {
        return taken.get() & BYTE_MASK;
    }

    long operations() {
        return taken.get() >>> BYTE_BITS;
    }
}
