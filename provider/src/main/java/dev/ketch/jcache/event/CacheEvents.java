// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import dev.ketch.jcache.attempt.Closing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one cache.
 *
 * <p>The cache publishes an event after the mutation and before the operation returns; on return the synchronous
 * listeners have run, in the order of their registration, and the event is queued for the asynchronous ones. If a
 * synchronous listener or its filter throws, all others are called nevertheless; then a {@link
 * CacheEntryListenerException} is thrown, the later ones suppressed in the first. The mutation stands.
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
        } catch (RuntimeException e) {
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
        return (registrations.heard & bit(type)) != 0;
    }

    /** Whether somebody who listens to such events requires the old value. Cheap. */
    public boolean wantsOldValue(EventType type) {
        return (registrations.oldValueWanted & bit(type)) != 0;
    }

    /** Whether events may be delivered after the operation has returned, so that they must not show what callers own. */
    public boolean isQueued() {
        return registrations.queued;
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
                            ? null
                            : new AsyncDelivery<>(cacheName, registration, queueCapacity, executor)));
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
     * Removes a listener, if it is registered, and closes it and its filter as far as they can be closed. An
     * asynchronous one first hears what is queued for it, for a few seconds at most.
     *
     * @throws CacheException if closing fails; it is removed all the same
     */
    public void deregister(CacheEntryListenerConfiguration<K, V> c) {
        Objects.requireNonNull(c, "cacheEntryListenerConfiguration");
        List<Entry<K, V>> removed = new ArrayList<>(1);
        lock.lock();
        try {
            List<Entry<K, V>> kept = new ArrayList<>(registrations.entries);
            for (Entry<K, V> entry : registrations.entries) {
                if (entry.registration.configuration().equals(c)) {
                    kept.remove(entry);
                    removed.add(entry);
                }
            }
            registrations = new Registrations<>(kept);
        } finally {
            lock.unlock();
        }
        closeAll(removed);
    }

    public void created(Cache<K, V> source, K key, V value) {
        publish(source, EventType.CREATED, key, value, null);
    }

    public void updated(Cache<K, V> source, K key, @Nullable V oldValue, V newValue) {
        publish(source, EventType.UPDATED, key, newValue, oldValue);
    }

    public void removed(Cache<K, V> source, K key, @Nullable V oldValue) {
        publish(source, EventType.REMOVED, key, null, oldValue);
    }

    public void expired(Cache<K, V> source, K key, @Nullable V oldValue) {
        publish(source, EventType.EXPIRED, key, null, oldValue);
    }

    /** How many events were dropped because an asynchronous listener that is registered now was too slow. */
    public long dropped() {
        long sum = 0;
        for (Entry<K, V> entry : registrations.entries) {
            sum += entry.delivery == null ? 0 : entry.delivery.dropped();
        }
        return sum;
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

    private void publish(Cache<K, V> source, EventType type, K key, @Nullable V newValue, @Nullable V oldValue) {
        Registrations<K, V> current = registrations;
        if ((current.heard & bit(type)) == 0) {
            return;
        }
        Occurrence<K, V> occurrence = new Occurrence<>(source, type, key, newValue, oldValue);
        // First to the queues, so that a synchronous listener that throws or takes long does not hold them up.
        for (Entry<K, V> entry : current.entries) {
            if (entry.delivery != null && entry.registration.listensTo(type)) {
                entry.delivery.offer(occurrence);
            }
        }
        CacheEntryListenerException failure = null;
        for (Entry<K, V> entry : current.entries) {
            if (entry.delivery == null && entry.registration.listensTo(type)) {
                try {
                    entry.registration.deliver(occurrence);
                } catch (CacheEntryListenerException e) {
                    failure = failure == null ? e : Closing.attach(List.of(e), failure);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
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
            failures.addAll(entry.delivery == null ? entry.registration.close() : entry.delivery.close());
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

    /** @param delivery null for a synchronous listener */
    private record Entry<K, V>(
            Registration<K, V> registration, @Nullable AsyncDelivery<K, V> delivery) {}

    /** Immutable. */
    private static final class Registrations<K, V> {
        final List<Entry<K, V>> entries;
        /** Bits of the event types that somebody listens to. */
        final int heard;
        /** Bits of those of which somebody wants the old value. */
        final int oldValueWanted;
        /** Whether a listener is asynchronous. */
        final boolean queued;

        Registrations(List<Entry<K, V>> entries) {
            this.entries = List.copyOf(entries);
            int heardBits = 0;
            int oldBits = 0;
            for (Entry<K, V> entry : entries) {
                for (EventType type : EventType.values()) {
                    if (entry.registration.listensTo(type)) {
                        heardBits |= bit(type);
                        oldBits |= entry.registration.wantsOldValue() ? bit(type) : 0;
                    }
                }
            }
            heard = heardBits;
            oldValueWanted = oldBits;
            queued = this.entries.stream().anyMatch(entry -> entry.delivery != null);
        }

        Registrations<K, V> with(Entry<K, V> entry) {
            List<Entry<K, V>> more = new ArrayList<>(entries);
            more.add(entry);
            return new Registrations<>(more);
        }
    }
}
