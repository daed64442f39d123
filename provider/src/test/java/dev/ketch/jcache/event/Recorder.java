// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import org.jspecify.annotations.Nullable;

/** A listener to everything that keeps what it hears, after doing what the test wants it to do. Thread-safe. */
class Recorder implements HearsAll<String, Integer>, AutoCloseable {
    final List<CacheEntryEvent<? extends String, ? extends Integer>> events =
            Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger closed = new AtomicInteger();
    final Consumer<CacheEntryEvent<? extends String, ? extends Integer>> first;

    Recorder() {
        this(event -> {});
    }

    Recorder(Consumer<CacheEntryEvent<? extends String, ? extends Integer>> first) {
        this.first = first;
    }

    MutableCacheEntryListenerConfiguration<String, Integer> registration(boolean oldValues, boolean synchronous) {
        return registration(oldValues, synchronous, null);
    }

    MutableCacheEntryListenerConfiguration<String, Integer> registration(
            boolean oldValues, boolean synchronous, @Nullable CacheEntryEventFilter<String, Integer> filter) {
        return new MutableCacheEntryListenerConfiguration<>(
                () -> this, filter == null ? null : () -> filter, oldValues, synchronous);
    }

    /** What was heard: type, key, old value and value of each event. */
    List<String> heard() {
        synchronized (events) {
            return events.stream()
                    .map(e -> e.getEventType() + " " + e.getKey() + " " + e.getOldValue() + " " + e.getValue())
                    .toList();
        }
    }

    @Override
    public void hear(CacheEntryEvent<? extends String, ? extends Integer> event) {
        first.accept(event);
        events.add(event);
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
