// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.server;

import dev.ketch.client.Fence;
import dev.ketch.client.Settlement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one server may have older than this JVM wanted it: keys to be deleted there, and fences to be raised. Bounded:
 * beyond its limit the keys give way to the fences of their owners.
 *
 * <p>Thread-safe. Nothing here does I/O or calls anybody while it holds the lock, but for the step that finds it empty.
 */
final class Journal {
    private static final System.Logger LOGGER = System.getLogger(Journal.class.getName());

    private final String server;
    private final int limit;
    private final LongAdder dropped = new LongAdder();

    /** Called, without the lock, when there may be something to repair. */
    private final Runnable wake;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final Map<ByteBuffer, Entry> keys = new LinkedHashMap<>();
    private final Map<Fence, Object> fences = new HashMap<>();
    private boolean closed;

    /** How often a write was added, so far. Written under lock. */
    private volatile long losses;

    /** Whether there is anything at all; so that who reads need not take the lock. Written under it. */
    private volatile boolean empty = true;

    Journal(String server, int limit, Runnable wake) {
        this.server = server;
        this.limit = limit;
        this.wake = wake;
    }

    /** A key, replaced by a new object whenever something more happens to the key. */
    static final class Entry {
        private final ByteBuffer key;
        private final Fence fence;

        /** Of the commands that are unknown and not settled; guarded by the journal's lock. */
        private final Set<Settlement> open;

        private Entry(ByteBuffer key, Fence fence, Set<Settlement> open) {
            this.key = key;
            this.fence = fence;
            this.open = open;
        }

        byte[] key() {
            return key.array();
        }
    }

    /** A fence, and a mark that tells whether it was asked for once more since. */
    record Raise(Fence fence, Object mark) {}

    /** Whether what the server has for a key may be older than what this JVM wanted. */
    boolean covers(byte[] key, Fence fence) {
        if (empty) {
            return false;
        }
        lock.lock();
        try {
            return fences.containsKey(fence) || keys.containsKey(ByteBuffer.wrap(key));
        } finally {
            lock.unlock();
        }
    }

    /** Writes that were not sent or not answered, so far. */
    long losses() {
        return losses;
    }

    /** Writes that were not sent, so far. */
    long drops() {
        return dropped.sum();
    }

    /** A write was not sent. */
    void dropped(byte[] key, Fence fence) {
        dropped.increment();
        add(key, fence, null);
    }

    /** A write was sent and not answered. */
    void unknown(byte[] key, Fence fence, Settlement settlement) {
        add(key, fence, settlement);
        settlement.whenOver(settled -> over(ByteBuffer.wrap(key), settlement, settled));
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // under lock
    private void add(byte[] bytes, Fence fence, @Nullable Settlement settlement) {
        ByteBuffer key = ByteBuffer.wrap(bytes);
        lock.lock();
        try {
            losses++;
            if (closed) {
                return;
            }
            empty = false;
            if (fences.containsKey(fence)) {
                // To be raised after this, once more if need be, which covers the key as well.
                fences.put(fence, new Object());
                keys.remove(key);
            } else {
                Entry before = keys.get(key);
                // The new entry takes the set over: nobody looks at the old one's any more.
                Set<Settlement> open = before == null ? new HashSet<>() : before.open;
                if (settlement != null) {
                    open.add(settlement);
                }
                keys.put(key, new Entry(key, fence, open));
                if (keys.size() > limit) {
                    overflow();
                }
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** Guarded by lock. What is not settled is covered too: a late write carries the number of before. */
    private void overflow() {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "server [" + server + "]: more than " + limit
                        + " keys wait to be deleted there; their caches are cleared there instead (journalLimit)");
        for (Entry entry : keys.values()) {
            fences.put(entry.fence, new Object());
        }
        keys.clear();
    }

    private void over(ByteBuffer key, Settlement settlement, boolean settled) {
        lock.lock();
        try {
            Entry entry = keys.get(key);
            if (entry != null && entry.open.remove(settlement)) {
                keys.put(key, new Entry(key, entry.fence, entry.open));
                if (!settled) {
                    // It may be done at any time, and only the number that it carries tells that it is late.
                    LOGGER.log(
                            System.Logger.Level.WARNING,
                            "server [" + server + "]: a write was not answered, and its connection was given up; its"
                                    + " cache is cleared there (quarantine)");
                    fences.put(entry.fence, new Object());
                }
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** Everything that the owner has there is to be made void. */
    void raise(Fence fence) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            empty = false;
            fences.put(fence, new Object());
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** The fences to be raised. */
    List<Raise> raises() {
        lock.lock();
        try {
            List<Raise> raises = new ArrayList<>();
            fences.forEach((fence, mark) -> raises.add(new Raise(fence, mark)));
            return raises;
        } finally {
            lock.unlock();
        }
    }

    /** Some of the keys that can be deleted now. */
    List<Entry> repairable(int most) {
        lock.lock();
        try {
            List<Entry> found = new ArrayList<>();
            for (Iterator<Entry> i = keys.values().iterator(); i.hasNext() && found.size() < most; ) {
                Entry entry = i.next();
                if (entry.open.isEmpty()) {
                    found.add(entry);
                }
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** A fence was raised; forgotten unless it was asked for again meanwhile. */
    void raised(Raise raise) {
        lock.lock();
        try {
            fences.remove(raise.fence(), raise.mark());
            forgetIfEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Keys were deleted; each is forgotten unless something more has happened to it meanwhile. */
    void repaired(List<Entry> entries) {
        lock.lock();
        try {
            entries.forEach(entry -> keys.remove(entry.key, entry));
            forgetIfEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfEmpty() {
        empty = keys.isEmpty() && fences.isEmpty();
    }

    /** Nothing is repaired any more: forgets everything. */
    void close() {
        lock.lock();
        try {
            closed = true;
            keys.clear();
            fences.clear();
            forgetIfEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Does a step if, and while, nothing is left to repair; returns whether it was done. */
    boolean ifEmpty(BooleanSupplier step) {
        lock.lock();
        try {
            return keys.isEmpty() && fences.isEmpty() && step.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Keys and fences. */
    int size() {
        lock.lock();
        try {
            return keys.size() + fences.size();
        } finally {
            lock.unlock();
        }
    }
}
