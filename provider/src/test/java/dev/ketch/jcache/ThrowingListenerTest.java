// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.KetchConfiguration;
import dev.ketch.testkit.MemcachedProcess;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A synchronous listener that throws: operations on many entries do all of their work nevertheless, and then throw. */
@Timeout(60)
class ThrowingListenerTest {
    /** More than go to the servers at a time. */
    private static final int MANY = 3000;

    /** Throws one and the same exception every time. */
    private static final class Broken
            implements CacheEntryCreatedListener<Integer, Integer>, CacheEntryRemovedListener<Integer, Integer> {
        final CacheEntryListenerException always = new CacheEntryListenerException("broken");
        final AtomicInteger heard = new AtomicInteger();

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends Integer, ? extends Integer>> events) {
            heard.incrementAndGet();
            throw always;
        }

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends Integer, ? extends Integer>> events) {
            heard.incrementAndGet();
            throw always;
        }
    }

    private static final class Same extends SimpleLoader<Integer, Integer> {
        @Override
        public Integer load(Integer key) {
            return key;
        }
    }

    @Test
    void everyEntryIsChangedAndEveryEventPublished() {
        Map<Integer, Integer> entries = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            entries.put(i, i);
        }
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Broken listener = new Broken();
            KetchCache<Integer, Integer> cache =
                    jvms.open("orders", Jvms.<Integer, Integer>plain().setCacheLoaderFactory(Same::new));
            Cache<Integer, Integer> silent = jvms.openElsewhere("orders");
            cache.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));

            assertThatThrownBy(() -> cache.putAll(entries)).isSameAs(listener.always);
            assertThat(silent.getAll(entries.keySet())).isEqualTo(entries);
            assertThat(listener.heard.getAndSet(0)).isEqualTo(MANY);

            assertThatThrownBy(() -> cache.removeAll(entries.keySet())).isSameAs(listener.always);
            assertThat(silent.getAll(entries.keySet())).isEmpty();
            assertThat(listener.heard.getAndSet(0)).isEqualTo(MANY);

            silent.putAll(entries);
            assertThatThrownBy(cache::removeAll).isSameAs(listener.always);
            assertThat(silent.getAll(entries.keySet())).isEmpty();
            assertThat(listener.heard.getAndSet(0)).isEqualTo(MANY);

            assertThatThrownBy(() -> cache.invokeAll(entries.keySet(), (entry, arguments) -> {
                        entry.setValue(entry.getKey());
                        return null;
                    }))
                    .isSameAs(listener.always);
            assertThat(silent.getAll(entries.keySet())).isEqualTo(entries);
            assertThat(listener.heard.getAndSet(0)).isEqualTo(MANY);

            silent.removeAll();
            assertThatThrownBy(() -> AsyncTest.end(cache.loadAllAsync(entries.keySet(), false)))
                    .hasCause(listener.always);
            assertThat(silent.getAll(entries.keySet())).isEqualTo(entries);
            assertThat(listener.heard).hasValue(MANY);
        }
    }

    /** Can be stored, but perhaps not be read. */
    private static final class Fragile implements Serializable {
        private static final long serialVersionUID = 1;
        private final boolean breaks;

        Fragile(boolean breaks) {
            this.breaks = breaks;
        }

        private Object readResolve() throws ObjectStreamException {
            if (breaks) {
                throw new InvalidObjectException("it breaks");
            }
            return this;
        }
    }

    @Test
    void whatAListenerThrewIsNotLostWhereAValueCannotBeCopiedForAnother() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<Integer, Fragile> cache =
                    jvms.open("fragile", new KetchConfiguration<Integer, Fragile>().setSerializer("java"));
            CacheEntryListenerException thrown = new CacheEntryListenerException("broken");
            CacheEntryCreatedListener<Integer, Fragile> listener = events -> {
                throw thrown;
            };
            cache.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
            assertThatThrownBy(() -> cache.putAll(Map.of(1, new Fragile(true), 2, new Fragile(false))))
                    .hasSuppressedException(thrown)
                    .hasStackTraceContaining("it breaks");
            assertThat(cache.containsKey(2)).isTrue();
        }
    }

    /** A key whose text cannot be had, as it is wanted for the message. */
    private record Nameless(int number) implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("NullAway") // as some do
        public String toString() {
            if (number % 2 == 0) {
                return null;
            }
            throw new IllegalStateException("no name");
        }
    }

    @Test
    void aKeyWithoutTextHidesNoFailureAndNoEvent() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<Nameless, Integer> cache = jvms.open("c");
            AtomicInteger heard = new AtomicInteger();
            CacheEntryCreatedListener<Nameless, Integer> failing = events -> {
                throw new IllegalStateException("broken");
            };
            CacheEntryCreatedListener<Nameless, Integer> counting =
                    events -> events.forEach(event -> heard.incrementAndGet());
            cache.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> failing, null, false, true));
            cache.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> counting, null, false, true));
            Map<Nameless, Integer> entries = new HashMap<>();
            for (int i = 0; i < 10; i++) {
                entries.put(new Nameless(i), i);
            }
            assertThatThrownBy(() -> cache.putAll(entries))
                    .isInstanceOf(CacheEntryListenerException.class)
                    .hasRootCauseMessage("broken");
            assertThat(heard).hasValue(10);
        }
    }
}
