// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings events to one asynchronous listener: a bounded queue, emptied by at most one thread at a time, so that the
 * listener hears events in the order in which they were queued.
 *
 * <p>An event that finds the queue full is dropped and counted: holding up the cache's operations, or memory without
 * bound, would be worse. The first one is logged, and again the first one after the queue was empty in between.
 *
 * <p>Once closed it takes nothing new. What is queued is still delivered for {@link #GRACE_NANOS}; then listener and
 * filter are closed, by the thread that delivered last, so never while a call of them is running.
 */
final class AsyncDelivery<K, V> implements Delivery<K, V> {
    /** How long a listener may go on with what is queued when it is closed. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger LOG = System.getLogger(AsyncDelivery.class.getName());

    private final String cacheName;
    private final Registration<K, V> registration;
    private final int capacity;
    private final Executor executor;
    private final LongAdder dropped;

    private final ReentrantLock lock = new ReentrantLock();
    // All below are guarded by lock, which is never held while user code or the logger runs.
    private final ArrayDeque<Occurrence<K, V>> queue = new ArrayDeque<>();
    private boolean running;
    private boolean closed;
    private long closedAt;
    private boolean dropLogged;

    /** @param dropped counts what the listener will not hear */
    AsyncDelivery(
            String cacheName, Registration<K, V> registration, int capacity, Executor executor, LongAdder dropped) {
        this.cacheName = cacheName;
        this.registration = registration;
        this.capacity = capacity;
        this.executor = executor;
        this.dropped = dropped;
    }

    @Override
    public boolean isQueued() {
        return true;
    }

    @Override
    public void bring(Occurrence<K, V> occurrence) {
        // The old value is not kept waiting for a listener that does not see it.
        Occurrence<K, V> kept = registration.wantsOldValue() || occurrence.oldValue() == null
                ? occurrence
                : new Occurrence<>(
                        occurrence.source(), occurrence.type(), occurrence.key(), occurrence.newValue(), null);
        boolean start = false;
        boolean log = false;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (queue.size() >= capacity) {
                dropped.increment();
                log = !dropLogged;
                dropLogged = true;
            } else {
                queue.add(kept);
                start = !running;
                running = true;
            }
        } finally {
            lock.unlock();
        }
        if (log) {
            execute(this::warn);
        }
        if (start && !execute(this::run)) {
            // The next event tries again.
            lock.lock();
            try {
                running = false;
            } finally {
                lock.unlock();
            }
        }
    }

    /** By a thread of its own, since whoever offers may hold locks, and handlers of logs may be slow. */
    private void warn() {
        Warnings.log(
                LOG,
                Level.WARNING,
                null,
                "cache [",
                cacheName,
                "]: the asynchronous listener [",
                registration,
                "] is too slow: ",
                capacity,
                " events wait for it, further ones are dropped");
    }

    private boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (OutOfMemoryError e) { // no more threads
            Warnings.log(LOG, Level.ERROR, e, "cache [", cacheName, "]: no thread for an asynchronous listener");
            return false;
        }
    }

    @Override
    public List<Throwable> close() {
        lock.lock();
        try {
            if (closed) {
                return List.of();
            }
            closed = true;
            closedAt = System.nanoTime();
            if (running) {
                return List.of();
            }
        } finally {
            lock.unlock();
        }
        return registration.close();
    }

    private void run() {
        for (Occurrence<K, V> next = take(); next != null; next = take()) {
            try {
                registration.deliver(next);
            } catch (RuntimeException | Error e) {
                Warnings.log(LOG, Level.WARNING, e, "cache [", cacheName, "]: an asynchronous listener failed");
            }
        }
    }

    /** The next event; or null, and then this run is over and has done what is left to do. */
    private @Nullable Occurrence<K, V> take() {
        int left;
        lock.lock();
        try {
            boolean late = closed && System.nanoTime() - closedAt > GRACE_NANOS;
            if (!late && !queue.isEmpty()) {
                return queue.poll();
            }
            left = queue.size();
            queue.clear();
            dropped.add(left);
            dropLogged = false;
            running = false;
            if (!closed) {
                return null;
            }
        } finally {
            lock.unlock();
        }
        if (left > 0) {
            Warnings.log(
                    LOG,
                    Level.WARNING,
                    null,
                    "cache [",
                    cacheName,
                    "]: ",
                    left,
                    " events dropped that still waited for the closed listener [",
                    registration,
                    "]");
        }
        for (Throwable e : registration.close()) {
            Warnings.log(LOG, Level.WARNING, e, "cache [", cacheName, "]: closing a listener failed");
        }
        return null;
    }
}
