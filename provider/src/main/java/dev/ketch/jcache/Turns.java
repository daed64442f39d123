// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Slot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what synchronous listeners are told of a key in the order of its changes. A thread takes a turn while it holds
 * the key's lock, and waits for it, and tells, when it holds the lock no more; so no lock is held while listeners run.
 *
 * <p>Each turn waits for the one taken before it, no other. All of an operation are taken at once, so that of two
 * operations never each waits for the other. But listeners may: one that changes the key of another, or has a thread do
 * so and waits for it. Hence nobody waits long, and nothing comes of it but that the order is lost: some seconds; and
 * within user code, which somebody may be waiting for already, a moment of random length, or none for what waits for this
 * very thread. Whoever has given up has still been there: those behind go on in their order, without the one that hangs.
 *
 * <p>Thread-safe. Nothing is kept of keys that nobody is telling of.
 */
final class Turns {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NESTED_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    /** The last turn of each key, while it is not over. Guarded by lock. */
    private final Map<ByteBuffer, Turn> last = new HashMap<>();

    /** One thread's turn at one key. */
    final class Turn {
        private final ByteBuffer key;
        private final Thread owner = Thread.currentThread();
        private final CountDownLatch over = new CountDownLatch(1);
        /** Set when it is taken, and forgotten when it has been waited for; written by the owner, read by any thread. */
        private volatile @Nullable Turn before;

        private Turn(ByteBuffer key, @Nullable Turn before) {
            this.key = key;
            this.before = before;
        }

        /** Waits until it has come, or time is up. */
        void await(long untilNanos) {
            Turn earlier = before;
            try {
                if (earlier != null && !waitsForOwner()) {
                    boolean ignored = earlier.over.await(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                before = null;
            }
        }

        /** The owner is telling of an earlier change of the key right now, and somebody waits for the end of that. */
        private boolean waitsForOwner() {
            for (Turn turn = before; turn != null && turn.over.getCount() > 0; turn = turn.before) {
                if (turn.owner == owner) {
                    return true;
                }
            }
            return false;
        }

        /** Passes it on. Idempotent. */
        void end() {
            before = null;
            over.countDown();
            lock.lock();
            try {
                last.remove(key, this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes the next turns at keys; each must be ended. The caller holds the keys' locks, if they are to be had. */
    List<Turn> take(List<Slot> slots) {
        List<Turn> turns = new ArrayList<>(slots.size());
        lock.lock();
        try {
            for (Slot slot : slots) {
                ByteBuffer key = ByteBuffer.wrap(slot.wireKey());
                Turn turn = new Turn(key, last.get(key));
                last.put(key, turn);
                turns.add(turn);
            }
        } finally {
            lock.unlock();
        }
        return turns;
    }

    /** Until when an operation that begins to tell may wait for its turns; as {@link System#nanoTime} has it. */
    static long patience() {
        return System.nanoTime()
                + (AtWork.isWithinUserCode()
                        ? ThreadLocalRandom.current().nextLong(NESTED_PATIENCE_NANOS)
                        : PATIENCE_NANOS);
    }
}
