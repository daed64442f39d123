// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;

/** A listener that counts how often it is closed. */
class ClosingListener implements CacheEntryCreatedListener<String, Integer>, AutoCloseable {
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {}

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
