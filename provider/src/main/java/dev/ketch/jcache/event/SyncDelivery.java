// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.event.CacheEntryListenerException;

/**
 * Brings events to one synchronous listener, by the threads that change entries.
 *
 * <p>A listener that is closed hears nothing more, and is not closed within a call of it. Who closes it does not wait
 * for that: it may be the listener itself, or somebody it waits for.
 */
final class SyncDelivery<K, V> implements Delivery<K, V> {
    private static final Logger LOG = System.getLogger(SyncDelivery.class.getName());
    private static final int CLOSED = Integer.MIN_VALUE;

    private final String cacheName;
    private final Registration<K, V> registration;
    /** How many calls are under way; {@link #CLOSED} more once it is closed. */
    private final AtomicInteger calls = new AtomicInteger();

    SyncDelivery(String cacheName, Registration<K, V> registration) {
        this.cacheName = cacheName;
        this.registration = registration;
    }

    @Override
    public boolean isQueued() {
        return false;
    }

    /** @throws CacheEntryListenerException as {@link Registration#deliver} does */
    @Override
    public void bring(Occurrence<K, V> occurrence) {
        int before = calls.getAndUpdate(n -> n < 0 ? n : n + 1);
        if (before < 0) {
            return;
        }
        try {
            registration.deliver(occurrence);
        } finally {
            if (calls.decrementAndGet() == CLOSED) {
                for (Throwable e : registration.close()) {
                    Warnings.log(LOG, Level.WARNING, e, "cache [", cacheName, "]: closing a listener failed");
                }
            }
        }
    }

    @Override
    public List<Throwable> close() {
        int before = calls.getAndUpdate(n -> n < 0 ? n : n + CLOSED);
        return before == 0 ? registration.close() : List.of();
    }
}
