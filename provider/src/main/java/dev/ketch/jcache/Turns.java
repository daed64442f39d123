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
 * within user code, which somebody may be waiting for already, a moment of random length. Whoever has given up has still been there: those behind go on in their order, without the one that hangs.
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

        /** Waits until it has come, or the time is up, and returns what is left of that. */
        long await(long nanos) {
            Turn earlier = before;
            if (earlier == null) {
                return nanos;
            }
            long end = System.nanoTime() + nanos;
            boolean interrupted = false;
            boolean waited = false;
            while (!waited) {
                try {
                    boolean ignored = earlier.over.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    waited = true;
                } catch (InterruptedException e) {
                    // Ends nothing: the order would be lost.
                    interrupted = true;
                }
            }
            before = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return end - System.nanoTime();
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
                Turn earlier = last.get(key);
                if (isTelling(earlier, turns)) {
                    turns.add(new Turn(key, null));
                } else {
                    Turn turn = new Turn(key, earlier);
                    last.put(key, turn);
                    turns.add(turn);
                }
            }
        } finally {
            lock.unlock();
        }
        return turns;
    }

    /**
     * Whether this thread is telling of an earlier change of the key right now: what it changes meanwhile it tells at
     * once, out of the order, in which everybody else goes on as before.
     *
     * @param own turns that it is taking together with this one
     */
    private static boolean isTelling(@Nullable Turn latest, List<Turn> own) {
        for (Turn turn = latest; turn != null && turn.over.getCount() > 0; turn = turn.before) {
            if (turn.owner == Thread.currentThread()) {
                return !own.contains(turn);
            }
        }
        return false;
    }

    /** For how many nanoseconds an operation that begins to tell may wait for its turns, all together. */
    static long patience() {
        return AtWork.isWithinUserCode() ? ThreadLocalRandom.current().nextLong(NESTED_PATIENCE_NANOS) : PATIENCE_NANOS;
    }
}
