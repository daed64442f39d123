// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import dev.ketch.jcache.attempt.Closing;
import dev.ketch.jcache.management.EventsMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;

/**
 * The listeners of one cache.
 *
 * <p>The cache queues an event for the asynchronous ones as soon as the mutation is done, under the key's lock; and tells
 * the synchronous ones without the lock, before the operation returns, in the order of their registration. If one of
 * these or its filter throws, all others are called nevertheless; then a {@link CacheEntryListenerException} is thrown,
 * the later ones suppressed in the first. The mutation stands.
 *
 * <p>Thread-safe. No lock is held while a listener, a filter or a factory runs: a listener may use the cache, its
 * manager and this object, from any thread.
 */
public final class CacheEvents<K, V> implements AutoCloseable {
    /** How many events may wait for one asynchronous listener, if nothing else is said. */
    public static final int DEFAULT_QUEUE_CAPACITY = 10_000;

    private static final long THREAD_IDLE_SECONDS = 5;

    private final String cacheName;
    private final int queueCapacity;
    /** One thread at most for each asynchronous listener that has something to hear; none while all are idle. */
    private final ThreadPoolExecutor executor;

    /** Of all asynchronous listeners, those that are registered no more among them. */
    private final LongAdder dropped = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    /** Replaced as a whole, under lock; read without. */
    private volatile Registrations<K, V> registrations = new Registrations<>(List.of());
    /** Guarded by lock. */
    private boolean closed;

    public CacheEvents(String cacheName, Iterable<CacheEntryListenerConfiguration<K, V>> initial) {
        this(cacheName, initial, DEFAULT_QUEUE_CAPACITY);
    }

    /**
     * @param initial what the cache was configured with
     * @param queueCapacity how many events may wait for one asynchronous listener, at least 1; further ones are dropped
     * @throws CacheException if a listener or filter cannot be made; those already made are closed
     */
    public CacheEvents(String cacheName, Iterable<CacheEntryListenerConfiguration<K, V>> initial, int queueCapacity) {
        this.cacheName = cacheName;
        this.queueCapacity = queueCapacity;
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    // Without the inheritable thread locals of whoever happens to publish first.
                    Thread thread = new Thread(
                            null, task, "ketch-events-" + cacheName + "-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            initial.forEach(this::register);
        } catch (RuntimeException | Error e) {
            try {
                close();
            } catch (CacheException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Whether anybody listens to such events. Cheap. */
    public boolean listensTo(EventType type) {
        return ((registrations.told | registrations.queued) & bit(type)) != 0;
    }

    /** Whether anybody listens to anything. Cheap. */
    public boolean isHeard() {
        Registrations<K, V> current = registrations;
        return (current.told | current.queued) != 0;
    }

    /** Whether a synchronous listener listens to such events, so that {@link #tell} has something to do. Cheap. */
    public boolean tells(EventType type) {
        return (registrations.told & bit(type)) != 0;
    }

    /** Whether an asynchronous listener does, so that {@link #queue} has something to do. Cheap. */
    public boolean queues(EventType type) {
        return (registrations.queued & bit(type)) != 0;
    }

    /** Whether somebody who listens to such events requires the old value. Cheap. */
    public boolean wantsOldValue(EventType type) {
        return (registrations.oldValueWanted & bit(type)) != 0;
    }

    /** Whether events may be delivered after the operation has returned, so that they must not show what callers own. */
    public boolean isQueued() {
        return registrations.queued != 0;
    }

    /**
     * Adds a listener. It hears what is published from now on.
     *
     * @throws IllegalArgumentException if an equal configuration is registered
     * @throws IllegalStateException if closed
     * @throws CacheException if listener or filter cannot be made
     */
    public void register(CacheEntryListenerConfiguration<K, V> c) {
        Objects.requireNonNull(c, "cacheEntryListenerConfiguration");
        // Before the factories run as well as after: a duplicate should have no side effects if it can be helped.
        lock.lock();
        try {
            checkMayRegister(c);
        } finally {
            lock.unlock();
        }
        Registration<K, V> registration = Registration.create(cacheName, c);
        RuntimeException refused = null;
        lock.lock();
        try {
            checkMayRegister(c);
            registrations = registrations.with(new Entry<>(
                    registration,
                    registration.isSynchronous()
                            ? new SyncDelivery<>(cacheName, registration)
                            : new AsyncDelivery<>(cacheName, registration, queueCapacity, executor, dropped)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            refused = e;
        } finally {
            lock.unlock();
        }
        if (refused != null) {
            throw Closing.attach(registration.close(), refused);
        }
    }

    /**
     * Removes a listener, if it is registered, and closes it and its filter as far as they can be closed; if a call of
     * them is under way, when that ends. An asynchronous one first hears what is queued for it, for a few seconds at most.
     *
     * @throws CacheException if closing fails; it is removed all the same
     */
    public void deregister(CacheEntryListenerConfiguration<K, V> c) {
        Objects.requireNonNull(c, "cacheEntryListenerConfiguration");
        List<Entry<K, V>> removed = new ArrayList<>(1);
        lock.lock();
        try {
            List<Entry<K, V>> kept = new ArrayList<>(registrations.entries.size());
            for (Entry<K, V> entry : registrations.entries) {
                (entry.registration.configuration().equals(c) ? removed : kept).add(entry);
            }
            registrations = new Registrations<>(kept);
        } finally {
            lock.unlock();
        }
        closeAll(removed);
    }

    /**
     * Queues an event for the asynchronous listeners that hear such events. Calls no user code, and so may be called
     * under locks: each of them hears events in the order of these calls.
     */
    public void queue(Occurrence<K, V> occurrence) {
        for (Entry<K, V> entry : registrations.entries) {
            if (entry.delivery.isQueued() && entry.registration.listensTo(occurrence.type())) {
                entry.delivery.bring(occurrence);
            }
        }
    }

    /**
     * Tells the synchronous listeners that hear such events, and returns when they have returned.
     *
     * @throws CacheEntryListenerException what a listener or its filter threw, wrapped unless it is one
     */
    public void tell(Occurrence<K, V> occurrence) {
        CacheEntryListenerException failure = null;
        for (Entry<K, V> entry : registrations.entries) {
            if (!entry.delivery.isQueued() && entry.registration.listensTo(occurrence.type())) {
                try {
                    entry.delivery.bring(occurrence);
                } catch (CacheEntryListenerException e) {
                    failure = failure == null ? e : Closing.attach(List.of(e), failure);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Shows how many events were dropped, because asynchronous listeners were too slow. */
    public EventsMXBean bean() {
        return dropped::sum;
    }

    /**
     * Removes and closes all listeners as {@link #deregister} does, all of them even if one throws; nothing can be
     * registered afterwards. Idempotent.
     *
     * @throws CacheException if closing a listener failed
     */
    @Override
    public void close() {
        List<Entry<K, V>> removed;
        lock.lock();
        try {
            closed = true;
            removed = registrations.entries;
            registrations = new Registrations<>(List.of());
        } finally {
            lock.unlock();
        }
        // Not a shutdown: an event offered a moment ago may still need its thread.
        executor.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
        closeAll(removed);
    }

    private void checkMayRegister(CacheEntryListenerConfiguration<K, V> c) {
        if (closed) {
            throw new IllegalStateException("cache [" + cacheName + "] is closed");
        }
        for (Entry<K, V> entry : registrations.entries) {
            if (entry.registration.configuration().equals(c)) {
                throw new IllegalArgumentException("cache [" + cacheName + "]: listener [" + entry.registration
                        + "] is already registered with an equal configuration");
            }
        }
    }

    private void closeAll(List<Entry<K, V>> entries) {
        List<Throwable> failures = new ArrayList<>();
        for (Entry<K, V> entry : entries) {
            failures.addAll(entry.delivery.close());
        }
        if (!failures.isEmpty()) {
            throw Closing.attach(
                    failures.subList(1, failures.size()),
                    new CacheException("cache [" + cacheName + "]: closing a listener failed", failures.get(0)));
        }
    }

    private static int bit(EventType type) {
        return 1 << type.ordinal();
    }

    private record Entry<K, V>(Registration<K, V> registration, Delivery<K, V> delivery) {}

    /** Immutable. */
    private static final class Registrations<K, V> {
        final List<Entry<K, V>> entries;
        /** Bits of the event types that a synchronous listener listens to. */
        final int told;
        /** Bits of those that an asynchronous one listens to. */
        final int queued;
        /** Bits of those of which somebody wants the old value. */
        final int oldValueWanted;

        Registrations(List<Entry<K, V>> entries) {
            this.entries = List.copyOf(entries);
            int toldBits = 0;
            int queuedBits = 0;
            int oldBits = 0;
            for (Entry<K, V> entry : entries) {
                for (EventType type : EventType.values()) {
                    if (entry.registration.listensTo(type)) {
                        toldBits |= entry.delivery.isQueued() ? 0 : bit(type);
                        queuedBits |= entry.delivery.isQueued() ? bit(type) : 0;
                        oldBits |= entry.registration.wantsOldValue() ? bit(type) : 0;
                    }
                }
            }
            told = toldBits;
            queued = queuedBits;
            oldValueWanted = oldBits;
        }

        Registrations<K, V> with(Entry<K, V> entry) {
            List<Entry<K, V>> more = new ArrayList<>(entries);
            more.add(entry);
            return new Registrations<>(more);
        }
    }
}
