// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.jcache.event.HearsAll;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import javax.cache.processor.MutableEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What entries, in whatever form, unwrap to: themselves, by the types that JSR-107 knows them by. */
@Timeout(60)
class UnwrapTest extends JvmsOnOneServer {
    /** The forms that {@code unwrap} has. */
    private interface Unwraps {
        <T> T unwrap(Class<T> type);
    }

    private static void assertUnwraps(Object self, Unwraps unwraps, Class<?> offered) {
        assertThat((Object) unwraps.unwrap(offered)).isSameAs(self);
        assertThat((Object) unwraps.unwrap(Cache.Entry.class)).isSameAs(self);
        assertThat((Object) unwraps.unwrap(self.getClass())).isSameAs(self);
        assertThatThrownBy(() -> unwraps.unwrap(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entry")
                .hasMessageEndingWith(
                        " cannot be unwrapped to [java.lang.String], only to [" + offered.getName() + "]");
        assertThatNullPointerException()
                .isThrownBy(() -> unwraps.unwrap(none()))
                .withMessage("type");
    }

    @SuppressWarnings("NullAway") // what a user can do
    private static Class<String> none() {
        return null;
    }

    private static final class Heard implements HearsAll<String, String> {
        final List<CacheEntryEvent<? extends String, ? extends String>> events = new ArrayList<>();

        @Override
        public void hear(CacheEntryEvent<? extends String, ? extends String> event) {
            events.add(event);
        }
    }

    @Test
    void eventsToListenersAndFilters() {
        Heard heard = new Heard();
        Heard filtered = new Heard();
        Cache<String, String> cache = jvms.open(
                "c",
                Jvms.<String, String>plain()
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                new SingletonFactory<>(heard),
                                new SingletonFactory<>(event -> {
                                    filtered.hear(event);
                                    return true;
                                }),
                                true,
                                true)));
        cache.put("k", "1");
        cache.put("k", "2");
        cache.remove("k");
        assertThat(heard.events)
                .extracting(CacheEntryEvent::getEventType)
                .containsExactly(EventType.CREATED, EventType.UPDATED, EventType.REMOVED);
        assertThat(filtered.events).hasSameSizeAs(heard.events);
        heard.events.forEach(event -> assertUnwraps(event, event::unwrap, CacheEntryEvent.class));
        filtered.events.forEach(event -> assertUnwraps(event, event::unwrap, CacheEntryEvent.class));
    }

    @Test
    void entriesThatAreProcessed() {
        Cache<String, String> cache = jvms.open("c");
        cache.put("k", "1");
        int[] processed = {0};
        for (String key : List.of("k", "none")) {
            cache.invoke(key, (entry, arguments) -> {
                assertUnwraps(entry, entry::unwrap, MutableEntry.class);
                processed[0]++;
                return null;
            });
        }
        assertThat(processed[0]).isEqualTo(2);
        // To unwrap it is not to make one.
        assertThat(cache.containsKey("none")).isFalse();
    }

    @Test
    void entriesOfIteratorsAndWriters() {
        List<Cache.Entry<? extends String, ? extends String>> written = new ArrayList<>();
        Cache<String, String> cache = jvms.open(
                "c",
                Jvms.<String, String>plain()
                        .setWriteThrough(true)
                        .setCacheWriterFactory(() -> new SimpleWriter<String, String>() {
                            @Override
                            public void write(Cache.Entry<? extends String, ? extends String> entry) {
                                written.add(entry);
                            }

                            @Override
                            public void delete(Object key) {}
                        }));
        cache.put("k", "1");
        assertThat(written).hasSize(1);
        written.forEach(entry -> assertUnwraps(entry, entry::unwrap, Cache.Entry.class));
        assertThat(cache).hasSize(1).allSatisfy(entry -> assertUnwraps(entry, entry::unwrap, Cache.Entry.class));
    }
}
