// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.KeyListing.ListedKey;
import dev.ketch.client.ListingException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keys on their way from the thread that reads a listing to the one that iterates it. A server must never wait for the
 * iteration, and the iteration may be left half-way, so all that a server lists may have to lie here; yet memory is
 * bounded.
 *
 * <p>Hence the server is listed in as many <em>passes</em> as are needed. Each is for the keys whose hash lies in a range
 * of its own, the first for all of them; when a pass meets more than there is room for, it lets go of the upper half of
 * its range, which is left to the passes after it. So a key that is there all the time is met in just the one pass of its
 * hash, without a memory of all keys that were met. Until a pass has ended nobody knows its range, therefore only a few
 * keys, which are remembered, are handed out before.
 */
final class KeyBuffer {
    private static final long HIGHEST = Long.MAX_VALUE;

    private final KeyHash hash = new KeyHash();
    /** Most bytes of keys that wait. */
    private final long limit;
    /** Most bytes of keys that are handed out before their pass has ended. */
    private final int earlyLimit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<KeyChunk> full = new ArrayDeque<>();
    private long held;
    /** Handed out before their pass had ended. */
    private final List<KeyChunk> early = new ArrayList<>();

    private int earlyBytes;
    private boolean ended;
    /** What was not a full chunk at the end of the pass. */
    private @Nullable KeyChunk rest;

    private @Nullable ListingException failure;

    /**
     * The present pass: hashes from {@code lowest} to {@code last}, both included. Written by the reader, or while there is
     * none; passed on by {@code lock}.
     */
    private long lowest;

    private long last = HIGHEST;

    // Belong to the reader.
    private KeyChunk filling = new KeyChunk();
    /** About how many bytes the keys take that this pass has met in its range as it was first, and above it. */
    private long above;
    /** The keys in {@code early}, once they may be met again. */
    private Set<ByteBuffer> met = Set.of();

    /** Belongs to the iterating thread. */
    private @Nullable KeyChunk draining;

    /** @param limit about how many bytes the keys that wait may take */
    KeyBuffer(long limit) {
        this.limit = limit;
        this.earlyLimit = (int) Math.min(2 * KeyChunk.SIZE, limit / 2);
    }

    /** The reader has met a key of at most 250 bytes. */
    void add(byte[] key, int length, long cas, long size) {
        long h = hash.of(key, length);
        if (h < lowest) {
            return;
        }
        above += KeyChunk.HEAD + length;
        if (h > last || !met.isEmpty() && met.contains(ByteBuffer.wrap(key, 0, length))) {
            return;
        }
        if (!filling.hasRoom()) {
            publish();
            if (h > last) {
                return;
            }
        }
        filling.add(key, length, cas, size);
    }

    /** Hands over what is there if the other side has nothing left to do. */
    void offer() {
        if (!filling.isEmpty() && isStarving()) {
            publish();
        }
    }

    private boolean isStarving() {
        lock.lock();
        try {
            return full.isEmpty() && earlyBytes < earlyLimit;
        } finally {
            lock.unlock();
        }
    }

    private void publish() {
        KeyChunk chunk = filling;
        chunk.trim();
        filling = new KeyChunk();
        lock.lock();
        try {
            full.addLast(chunk);
            held += chunk.capacity();
            while (held > limit) {
                halve();
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of the upper half of the range. */
    private void halve() {
        if (lowest == last) {
            throw new IllegalStateException("there are too many keys of one hash");
        }
        last = lowest + (last - lowest) / 2;
        KeyChunk kept = new KeyChunk();
        held = 0;
        for (int i = full.size(); i > 0; i--) {
            KeyChunk chunk = full.removeFirst();
            while (!chunk.isEmpty()) {
                if (hash.of(chunk) > last) {
                    chunk.skip();
                    continue;
                }
                if (!kept.hasRoom()) {
                    full.addLast(kept);
                    held += kept.capacity();
                    kept = new KeyChunk();
                }
                chunk.moveTo(kept);
            }
        }
        if (!kept.isEmpty()) {
            kept.trim();
            full.addLast(kept);
            held += kept.capacity();
        }
    }

    /** The pass begins anew: what was met and not handed out will be met again. */
    void restart() {
        lock.lock();
        try {
            full.clear();
            held = 0;
            filling = new KeyChunk();
            above = 0;
            meetNoMore();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever was handed out early must not be handed out again. Under the lock. */
    private void meetNoMore() {
        met = new HashSet<>();
        early.forEach(chunk -> chunk.forEachKey(key -> met.add(ByteBuffer.wrap(key))));
    }

    /** The reader is done with this pass. */
    void end(@Nullable ListingException why) {
        lock.lock();
        try {
            // Nothing here takes memory: if that ran out, a listing that broke off must not look like a complete one.
            ended = true;
            failure = why;
            rest = filling;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next key of this pass; {@code null} at its end. Interrupts are kept for later. */
    @Nullable
    ListedKey next() {
        KeyChunk chunk = draining;
        while (chunk == null || chunk.isEmpty()) {
            chunk = awaitChunk();
            draining = chunk;
            if (chunk == null) {
                return null;
            }
        }
        return chunk.take();
    }

    private @Nullable KeyChunk awaitChunk() {
        lock.lock();
        try {
            while (!ended && (full.isEmpty() || earlyBytes >= earlyLimit)) {
                arrived.awaitUninterruptibly();
            }
            KeyChunk chunk = full.pollFirst();
            if (chunk == null) {
                chunk = rest;
                rest = null;
            } else {
                held -= chunk.capacity();
                if (!ended) {
                    early.add(chunk);
                    earlyBytes += chunk.capacity();
                }
            }
            if (chunk == null && failure != null) {
                throw new ListingException(String.valueOf(failure.getMessage()), failure.isSupported());
            }
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins the next pass, after the end of one.
     *
     * @return {@code false} if there is none: all hashes have had theirs
     */
    boolean nextPass() {
        lock.lock();
        try {
            if (last == HIGHEST) {
                return false;
            }
            // As many as there is room for, and a little less, by what this pass has met.
            double done = last - lowest;
            double all = HIGHEST - lowest;
            double width = (all - done) * (0.9 * limit) / Math.max(1, above * (1 - done / all));
            lowest = last + 1;
            last = width >= HIGHEST - lowest ? HIGHEST : lowest + (long) width;
            above = 0;
            ended = false;
            filling = new KeyChunk();
            meetNoMore();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
