// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.KeyListing.ListedKey;
import dev.ketch.client.ListingException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keys on their way from the thread that reads a listing to the one that iterates it, packed into chunks: a server must
 * never wait for the iteration, so all that it lists may have to lie here. A key takes its length and 9 bytes.
 */
final class KeyQueue {
    private static final int CHUNK = 32 << 10;
    private static final int LONGEST_ENTRY = 9 + 250;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<Chunk> full = new ArrayDeque<>();
    private boolean ended;
    private @Nullable ListingException failure;

    /** Belongs to the reader. */
    private Chunk filling = new Chunk();

    /** Belongs to the iterating thread. */
    private @Nullable Chunk draining;

    /** A key: its length, its CAS, its bytes. At most 250 bytes. */
    void add(byte[] key, int length, long cas) {
        if (filling.bytes.length - filling.filled < LONGEST_ENTRY) {
            publish();
        }
        filling.add(key, length, cas);
    }

    /** Hands over what is there if the other side has nothing left to do. */
    void offer() {
        if (filling.filled > 0 && isStarving()) {
            publish();
        }
    }

    private boolean isStarving() {
        lock.lock();
        try {
            return full.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void publish() {
        Chunk chunk = filling;
        if (chunk.filled < CHUNK / 2) {
            chunk.bytes = Arrays.copyOf(chunk.bytes, chunk.filled);
        }
        filling = new Chunk();
        lock.lock();
        try {
            full.addLast(chunk);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The reader is done. */
    void end(@Nullable ListingException why) {
        lock.lock();
        try {
            ended = true;
            failure = why;
            arrived.signal();
            if (filling.filled > 0) {
                full.addLast(filling);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next key; {@code null} at the end. Interrupts are kept for later. */
    @Nullable
    ListedKey next() {
        Chunk chunk = draining;
        while (chunk == null || chunk.position == chunk.filled) {
            chunk = awaitChunk();
            draining = chunk;
            if (chunk == null) {
                return null;
            }
        }
        return chunk.take();
    }

    private @Nullable Chunk awaitChunk() {
        lock.lock();
        try {
            while (full.isEmpty() && !ended) {
                arrived.awaitUninterruptibly();
            }
            Chunk chunk = full.pollFirst();
            if (chunk == null && failure != null) {
                throw new ListingException(String.valueOf(failure.getMessage()), failure.isSupported());
            }
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    private static final class Chunk {
        private byte[] bytes = new byte[CHUNK];
        private int filled;
        private int position;

        void add(byte[] key, int length, long cas) {
            bytes[filled++] = (byte) length;
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes[filled++] = (byte) (cas >>> shift);
            }
            System.arraycopy(key, 0, bytes, filled, length);
            filled += length;
        }

        ListedKey take() {
            int length = bytes[position++] & 0xff;
            long cas = 0;
            for (int i = 0; i < 8; i++) {
                cas = (cas << 8) | (bytes[position++] & 0xff);
            }
            byte[] key = Arrays.copyOfRange(bytes, position, position + length);
            position += length;
            return new ListedKey(key, cas);
        }
    }
}
