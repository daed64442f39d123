// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.pool;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Idle objects, in a fixed number of slots. Taking one never waits: where no slot holds one, a new one is made, and one
 * that finds no free slot on its return is left to the garbage collector. There is no thread-local, which would hold one
 * object for each of a million virtual threads. Thread-safe.
 *
 * @param <T> the type of the objects
 */
public class IdlePool<T> {

    /** Each slot is emptied and filled by single atomic steps, which hand the object over safely. */
    private final AtomicReferenceArray<T> slots;

    private final Supplier<T> maker;

    /** Makes a pool that begins empty. */
    public IdlePool(Supplier<T> maker) {
        this.maker = maker;
        int wanted = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
        this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(wanted - 1) << 1);
    }

    /** Returns an idle object, or a new one. It belongs to the caller until it is given back. */
    public final T take() {
        int first = firstSlot();
        for (int i = 0; i < slots.length(); i++) {
            int slot = (first + i) & (slots.length() - 1);
            if (slots.getPlain(slot) != null) {
                T object = slots.getAndSet(slot, null);
                if (object != null) {
                    return object;
                }
            }
        }
        return maker.get();
    }

    /** Takes an object back, which the caller must not use any more. */
    public final void giveBack(T object) {
        int first = firstSlot();
        for (int i = 0; i < slots.length(); i++) {
            int slot = (first + i) & (slots.length() - 1);
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, object)) {
                return;
            }
        }
    }

    /** Threads begin at different slots, so that they seldom meet. */
    private int firstSlot() {
        return (int) Thread.currentThread().getId() & (slots.length() - 1);
    }
}
