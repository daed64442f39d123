// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import dev.ketch.jcache.attempt.Closing;
import java.util.List;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** A registered listener with its filter. Immutable; the listener's own thread-safety is its author's. */
final class Registration<K, V> {
    private final CacheEntryListenerConfiguration<K, V> configuration;
    private final CacheEntryListener<? super K, ? super V> listener;
    private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;

    private Registration(
            CacheEntryListenerConfiguration<K, V> configuration,
            CacheEntryListener<? super K, ? super V> listener,
            @Nullable CacheEntryEventFilter<? super K, ? super V> filter) {
        this.configuration = configuration;
        this.listener = listener;
        this.filter = filter;
    }

    /** Makes listener and filter with their factories, which are user code. */
    static <K, V> Registration<K, V> create(String cacheName, CacheEntryListenerConfiguration<K, V> configuration) {
        CacheEntryListener<? super K, ? super V> listener =
                make(cacheName, "listener", configuration.getCacheEntryListenerFactory());
        if (listener == null) {
            throw new CacheException("cache [" + cacheName + "]: a listener configuration gave no listener");
        }
        try {
            return new Registration<>(
                    configuration,
                    listener,
                    make(cacheName, "listener's filter", configuration.getCacheEntryEventFilterFactory()));
        } catch (RuntimeException | Error e) {
            Closing closing = new Closing();
            closing.close(listener);
            closing.failures().forEach(e::addSuppressed);
            throw e;
        }
    }

    private static <T> @Nullable T make(String cacheName, String what, @Nullable Factory<? extends T> factory) {
        try {
            return factory == null ? null : factory.create();
        } catch (RuntimeException e) {
            throw new CacheException("cache [" + cacheName + "]: the " + what + " could not be made", e);
        }
    }

    CacheEntryListenerConfiguration<K, V> configuration() {
        return configuration;
    }

    boolean isSynchronous() {
        return configuration.isSynchronous();
    }

    boolean wantsOldValue() {
        return configuration.isOldValueRequired();
    }

    boolean listensTo(EventType type) {
        return switch (type) {
            case CREATED -> listener instanceof CacheEntryCreatedListener;
            case UPDATED -> listener instanceof CacheEntryUpdatedListener;
            case REMOVED -> listener instanceof CacheEntryRemovedListener;
            case EXPIRED -> listener instanceof CacheEntryExpiredListener;
        };
    }

    /**
     * Asks the filter, then calls the listener.
     *
     * @throws CacheEntryListenerException what either threw; wrapped, unless it is one
     */
    void deliver(Occurrence<K, V> occurrence) {
        Event<K, V> event = occurrence.toEvent(wantsOldValue());
        try {
            if (filter == null || filter.evaluate(event)) {
                call(occurrence.type(), List.of(event));
            }
        } catch (CacheEntryListenerException | VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            throw new CacheEntryListenerException("listener [" + this + "] failed at " + event, t);
        }
    }

    // The listener's type is checked by listensTo; its parameters are those of the configuration.
    @SuppressWarnings("unchecked")
    private void call(EventType type, List<CacheEntryEvent<? extends K, ? extends V>> events) {
        switch (type) {
            case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated(events);
            case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(events);
            case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved(events);
            case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired(events);
        }
    }

    /** Closes listener and filter, as far as they can be closed, and returns what they threw. */
    List<Throwable> close() {
        Closing closing = new Closing();
        closing.close(listener);
        if (filter != listener) {
            closing.close(filter);
        }
        return closing.failures();
    }

    @Override
    public String toString() {
        return listener.getClass().getName();
    }
}
