// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.jcache.event.HearsAll;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheWriter;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a processor leaves behind, whatever it does on the way: entry, event, calls of loader and writer, statistics.
 * Once as a table for people, and once for everything that a processor can do in five steps.
 */
@Timeout(120)
class InvokeNetEffectsTest extends JvmsOnOneServer {
    private static final int LONGEST = 5;

    /** Where the entry is when the processor comes. */
    private enum Before {
        PRESENT,
        ABSENT,
        /** Not in the cache, but in the store of loader and writer. */
        LOADABLE
    }

    private enum Step {
        EXISTS,
        GET,
        SET,
        REMOVE
    }

    private final List<String> events = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<String, String> store = new HashMap<>();
    private Cache<String, String> cache;

    private final class Store extends SimpleLoader<String, String> implements CacheWriter<String, String> {
        @Override
        public @Nullable String load(String key) {
            calls.add("load");
            return store.get(key);
        }

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            calls.add("write " + entry.getValue());
            store.put(entry.getKey(), entry.getValue());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Object key) {
            calls.add("delete");
            store.remove(key);
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Heard implements HearsAll<String, String> {
        @Override
        public void hear(CacheEntryEvent<? extends String, ? extends String> event) {
            events.add(event.getEventType() + " " + event.getValue());
        }
    }

    @BeforeEach
    void openCache() {
        Store both = new Store();
        cache = jvms.open(
                "c",
                Jvms.<String, String>plain()
                        .setReadThrough(true)
                        .setWriteThrough(true)
                        .setStatisticsEnabled(true)
                        .setCacheLoaderFactory(new SingletonFactory<>(both))
                        .setCacheWriterFactory(new SingletonFactory<>(both))
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                new SingletonFactory<>(new Heard()), null, true, true)));
    }

    /** One processor and all that is left of it, as one line to be compared. */
    private String process(Before before, List<Step> steps, boolean batch) {
        String key = before + " " + steps;
        if (before == Before.PRESENT) {
            cache.put(key, "old");
        } else if (before == Before.LOADABLE) {
            store.put(key, "old");
        }
        CacheStatisticsMXBean counted = cache.unwrap(CacheStatisticsMXBean.class);
        counted.clear();
        events.clear();
        calls.clear();
        List<String> seen = batch
                ? cache.<List<String>>invokeAll(Set.of(key), (entry, arguments) -> run(entry, steps))
                        .get(key)
                        .get()
                : cache.<List<String>>invoke(key, (entry, arguments) -> run(entry, steps));
        String told = "saw " + seen + ", calls " + calls + ", heard " + events + ", counted " + counted.getCacheHits()
                + " " + counted.getCacheMisses() + " " + counted.getCachePuts() + " " + counted.getCacheRemovals();
        boolean isThere = cache.containsKey(key);
        return told + ", left " + (isThere ? cache.get(key) : null) + " and stored " + store.get(key);
    }

    private static List<String> run(MutableEntry<String, String> entry, List<Step> steps) {
        List<String> seen = new ArrayList<>();
        int sets = 0;
        for (Step step : steps) {
            switch (step) {
                case EXISTS -> seen.add(String.valueOf(entry.exists()));
                case GET -> seen.add(String.valueOf(entry.getValue()));
                case SET -> entry.setValue("new" + sets++);
                case REMOVE -> entry.remove();
            }
        }
        return seen;
    }

    static Stream<List<String>> table() {
        return Stream.of(
                // before, steps, calls, heard, hits misses puts removals, left, stored
                List.of("PRESENT", "", "[]", "[]", "1 0 0 0", "old", "old"),
                List.of("PRESENT", "GET", "[]", "[]", "1 0 0 0", "old", "old"),
                List.of("PRESENT", "GET SET", "[write new0]", "[UPDATED new0]", "1 0 1 0", "new0", "new0"),
                List.of("PRESENT", "GET SET GET SET", "[write new1]", "[UPDATED new1]", "1 0 1 0", "new1", "new1"),
                List.of("PRESENT", "REMOVE", "[delete]", "[REMOVED old]", "1 0 0 1", "null", "null"),
                List.of("PRESENT", "SET REMOVE", "[delete]", "[REMOVED old]", "1 0 0 1", "null", "null"),
                List.of("PRESENT", "GET REMOVE GET SET", "[write new0]", "[UPDATED new0]", "1 0 1 0", "new0", "new0"),
                List.of("PRESENT", "GET SET GET SET REMOVE", "[delete]", "[REMOVED old]", "1 0 0 1", "null", "null"),
                List.of("ABSENT", "", "[]", "[]", "0 1 0 0", "null", "null"),
                List.of("ABSENT", "EXISTS", "[]", "[]", "0 1 0 0", "null", "null"),
                List.of("ABSENT", "GET", "[load]", "[]", "0 1 0 0", "null", "null"),
                List.of("ABSENT", "SET", "[write new0]", "[CREATED new0]", "0 1 1 0", "new0", "new0"),
                List.of("ABSENT", "SET REMOVE", "[]", "[]", "0 1 0 0", "null", "null"),
                List.of("ABSENT", "GET SET REMOVE", "[load]", "[]", "0 1 0 0", "null", "null"),
                List.of("ABSENT", "SET REMOVE GET", "[]", "[]", "0 1 0 0", "null", "null"),
                List.of("ABSENT", "REMOVE", "[delete]", "[]", "0 1 0 0", "null", "null"),
                List.of("ABSENT", "REMOVE SET", "[write new0]", "[CREATED new0]", "0 1 1 0", "new0", "new0"),
                List.of("LOADABLE", "EXISTS", "[]", "[]", "0 1 0 0", "null", "old"),
                List.of("LOADABLE", "GET", "[load]", "[CREATED old]", "0 1 0 0", "old", "old"),
                List.of("LOADABLE", "GET REMOVE", "[load, delete]", "[]", "0 1 0 0", "null", "null"),
                List.of("LOADABLE", "GET SET REMOVE", "[load, delete]", "[]", "0 1 0 0", "null", "null"),
                List.of("LOADABLE", "REMOVE", "[delete]", "[]", "0 1 0 0", "null", "null"),
                List.of("LOADABLE", "REMOVE SET REMOVE", "[delete]", "[]", "0 1 0 0", "null", "null"),
                List.of("LOADABLE", "REMOVE GET", "[delete]", "[]", "0 1 0 0", "null", "null"),
                List.of("LOADABLE", "SET", "[write new0]", "[CREATED new0]", "0 1 1 0", "new0", "new0"),
                // Made from nothing, for all that the processor has seen.
                List.of("LOADABLE", "SET REMOVE", "[]", "[]", "0 1 0 0", "null", "old"),
                List.of("LOADABLE", "SET REMOVE GET", "[]", "[]", "0 1 0 0", "null", "old"),
                List.of("LOADABLE", "GET SET", "[load, write new0]", "[CREATED new0]", "0 1 1 0", "new0", "new0"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void oneByOne(List<String> row) {
        List<Step> steps = Stream.of(row.get(1).split(" "))
                .filter(name -> !name.isEmpty())
                .map(Step::valueOf)
                .toList();
        String rest = ", calls " + row.get(2) + ", heard " + row.get(3) + ", counted " + row.get(4) + ", left "
                + row.get(5) + " and stored " + row.get(6);
        assertThat(process(Before.valueOf(row.get(0)), steps, false)).endsWith(rest);
    }

    /** The operations of a processor taken one after the other, as JSR-107 describes what they come to. */
    private static String expected(Before before, List<Step> steps) {
        List<String> seen = new ArrayList<>();
        String value = before == Before.PRESENT ? "old" : null;
        boolean isLoaded = false;
        boolean fromNothing = false;
        boolean mustBeDeleted = false;
        Step last = null;
        int sets = 0;
        for (Step step : steps) {
            switch (step) {
                case EXISTS -> seen.add(String.valueOf(value != null));
                case GET -> {
                    if (value == null && last == null) {
                        isLoaded = true;
                        value = before == Before.LOADABLE ? "old" : null;
                    }
                    seen.add(String.valueOf(value));
                }
                case SET -> {
                    fromNothing |= value == null;
                    value = "new" + sets++;
                    last = step;
                }
                case REMOVE -> {
                    // An entry that was not there may be in the store; one that was made here is not.
                    mustBeDeleted |= value == null || !fromNothing;
                    fromNothing = false;
                    value = null;
                    last = step;
                }
            }
        }
        boolean present = before == Before.PRESENT;
        List<String> calls = new ArrayList<>();
        List<String> events = new ArrayList<>();
        String stored = before == Before.ABSENT ? null : "old";
        if (isLoaded) {
            calls.add("load");
        }
        if (last == Step.SET) {
            calls.add("write " + value);
            events.add((present ? "UPDATED " : "CREATED ") + value);
            stored = value;
        } else if (last == Step.REMOVE) {
            if (mustBeDeleted) {
                calls.add("delete");
                stored = null;
            }
            if (present) {
                events.add("REMOVED old");
            }
        } else if (isLoaded && value != null) {
            events.add("CREATED old");
        }
        return "saw " + seen + ", calls " + calls + ", heard " + events + ", counted " + (present ? "1 0 " : "0 1 ")
                + (last == Step.SET ? 1 : 0) + " " + (present && last == Step.REMOVE ? 1 : 0) + ", left " + value
                + " and stored " + stored;
    }

    private static List<List<Step>> sequences() {
        List<List<Step>> all = new ArrayList<>(List.of(List.of()));
        int from = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int to = all.size();
            for (List<Step> shorter : List.copyOf(all.subList(from, to))) {
                for (Step step : Step.values()) {
                    List<Step> longer = new ArrayList<>(shorter);
                    longer.add(step);
                    all.add(longer);
                }
            }
            from = to;
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(Before.class)
    void whateverTheOrder(Before before) {
        for (List<Step> steps : sequences()) {
            assertThat(process(before, steps, false)).as(before + " " + steps).isEqualTo(expected(before, steps));
        }
    }

    @Test
    void inABatchAsWell() {
        for (Before before : Before.values()) {
            for (List<Step> steps : sequences().subList(0, 85)) {
                assertThat(process(before, steps, true))
                        .as(before + " " + steps)
                        .isEqualTo(expected(before, steps));
            }
        }
    }
}
