// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Idle workers, in a fixed number of slots. Taking one never waits: where no slot holds one, a new one is made, and one
 * that finds no free slot on its return is left to the garbage collector. There is no thread-local, which would hold one
 * worker for each of a million virtual threads.
 */
final class WorkerPool {

    /** Each slot is emptied and filled by single atomic steps, which hand the worker over safely. */
    private final AtomicReferenceArray<Worker> slots;

    private final Supplier<Worker> maker;

    WorkerPool(Supplier<Worker> maker) {
        this.maker = maker;
        int wanted = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
        this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(wanted - 1) << 1);
    }

    Worker take() {
        int first = firstSlot();
        for (int i = 0; i < slots.length(); i++) {
            int slot = (first + i) & (slots.length() - 1);
            if (slots.getPlain(slot) != null) {
                Worker worker = slots.getAndSet(slot, null);
                if (worker != null) {
                    return worker;
                }
            }
        }
        return maker.get();
    }

    void giveBack(Worker worker) {
        int first = firstSlot();
        for (int i = 0; i < slots.length(); i++) {
            int slot = (first + i) & (slots.length() - 1);
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, worker)) {
                return;
            }
        }
    }

    /** Threads begin at different slots, so that they seldom meet. */
    private int firstSlot() {
        return (int) Thread.currentThread().getId() & (slots.length() - 1);
    }
}
