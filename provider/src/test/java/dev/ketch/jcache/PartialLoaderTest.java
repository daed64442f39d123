// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ketch.KetchCache;
import dev.ketch.jcache.event.HearsAll;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A loader that brings some of what it is asked for, or fails: a slice that fails is not stored at all and is the last,
 * those before it stay; what is merely odd in what the loader brings is left out, and all else is stored.
 */
@Timeout(120)
class PartialLoaderTest extends JvmsOnOneServer {
    private static final int SLICE = Slices.LENGTH;
    private static final int MANY = 3 * SLICE;

    /** In the second slice of three. */
    private static final int BAD = SLICE + 100;

    private static final int NOT_ASKED = MANY + 1;

    private final Loader loader = new Loader();
    private final AtomicInteger heard = new AtomicInteger();

    /** The ways to load many. */
    private enum Form {
        LOAD_ALL,
        LOAD_ALL_REPLACING,
        LOAD_ALL_ASYNC_REPLACING,
        GET_ALL,
        GET_ALL_ASYNC;

        boolean isReplacing() {
            return this == LOAD_ALL_REPLACING || this == LOAD_ALL_ASYNC_REPLACING;
        }

        boolean tellsListener() {
            return this == LOAD_ALL || this == LOAD_ALL_REPLACING;
        }

        boolean isGet() {
            return this == GET_ALL || this == GET_ALL_ASYNC;
        }

        /** Returns at the end, with what the caller gets; throws what it failed with. */
        Map<Integer, Object> run(KetchCache<Integer, Object> cache, Set<Integer> keys) throws Throwable {
            try {
                return switch (this) {
                    case LOAD_ALL, LOAD_ALL_REPLACING -> {
                        Told told = new Told();
                        cache.loadAll(keys, isReplacing(), told);
                        AsyncTest.end(told.end);
                        yield Map.of();
                    }
                    case LOAD_ALL_ASYNC_REPLACING -> {
                        AsyncTest.end(cache.loadAllAsync(keys, true));
                        yield Map.of();
                    }
                    case GET_ALL -> cache.getAll(keys);
                    case GET_ALL_ASYNC -> AsyncTest.end(cache.getAllAsync(keys));
                };
            } catch (CompletionException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }

    /** What ends a load. */
    private enum Trouble {
        EXCEPTION,
        LOADER_EXCEPTION,
        ERROR,
        UNSERIALIZABLE
    }

    /** What may be in the map of a loader, or that there is none. */
    private enum Oddity {
        NULL_VALUE,
        NULL_KEY,
        KEY_NOT_ASKED_FOR,
        NULL_MAP
    }

    private static final class Told implements CompletionListener {
        final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

        @Override
        public void onCompletion() {
            end.complete(null);
        }

        @Override
        public void onException(Exception e) {
            end.completeExceptionally(e);
        }
    }

    /** Has a value for every key, and does something else with the slice of the bad key. */
    private static final class Loader implements CacheLoader<Integer, Object> {
        final List<Set<Integer>> asked = new CopyOnWriteArrayList<>();

        @Nullable
        Throwable thrown;

        @Nullable
        Object bad;

        @Nullable
        Oddity oddity;

        @Override
        public Object load(Integer key) {
            throw new UnsupportedOperationException("many are to be loaded together");
        }

        @Override
        @SuppressWarnings("NullAway") // what a user can do
        public Map<Integer, Object> loadAll(Iterable<? extends Integer> keys) {
            Map<Integer, Object> map = new HashMap<>();
            keys.forEach(key -> map.put(key, loaded(key)));
            asked.add(Set.copyOf(map.keySet()));
            if (!map.containsKey(BAD)) {
                return map;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (bad != null) {
                map.put(BAD, bad);
            }
            return oddity == null ? map : odd(map, oddity);
        }

        @SuppressWarnings("NullAway") // what a user can do
        private static Map<Integer, Object> odd(Map<Integer, Object> map, Oddity oddity) {
            switch (oddity) {
                case NULL_VALUE -> map.put(BAD, null);
                case NULL_KEY -> map.put(null, "of nothing");
                case KEY_NOT_ASKED_FOR -> map.put(NOT_ASKED, "not asked for");
                case NULL_MAP -> {
                    return null;
                }
            }
            return map;
        }
    }

    private static Object loaded(Integer key) {
        return "loaded " + key;
    }

    private final class Counts implements HearsAll<Integer, Object> {
        @Override
        public void hear(CacheEntryEvent<? extends Integer, ? extends Object> event) {
            heard.incrementAndGet();
        }
    }

    /** In their order. */
    private static Set<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The cache that loads; what there is to be replaced is there already. */
    private KetchCache<Integer, Object> open(Form form, int entries) {
        if (form.isReplacing()) {
            Map<Integer, Object> old = new HashMap<>();
            range(0, entries).forEach(key -> old.put(key, "old"));
            old.put(NOT_ASKED, "old");
            there().putAll(old);
        }
        return jvms.open(
                "c",
                Jvms.<Integer, Object>plain()
                        .setReadThrough(form.isGet())
                        .setCacheLoaderFactory(new SingletonFactory<>(loader))
                        .setStatisticsEnabled(true)
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                new SingletonFactory<>(new Counts()), null, true, true)));
    }

    /** The same cache, as another JVM has it: it loads nothing. */
    private Cache<Integer, Object> there() {
        Cache<Integer, Object> open =
                jvms.second.getCacheManager(jvms.uri, null).getCache("c");
        return open == null ? jvms.openElsewhere("c") : open;
    }

    private Map<Integer, Object> cached() {
        Set<Integer> all = range(0, MANY);
        all.add(NOT_ASKED);
        return there().getAll(all);
    }

    /** What is there if these keys, and no others, were loaded. */
    private static Map<Integer, Object> afterwards(Form form, int entries, Set<Integer> loaded) {
        Map<Integer, Object> map = new LinkedHashMap<>();
        if (form.isReplacing()) {
            range(0, entries).forEach(key -> map.put(key, "old"));
            map.put(NOT_ASKED, "old");
        }
        loaded.forEach(key -> map.put(key, loaded(key)));
        return map;
    }

    private static List<Set<Integer>> slices(int count) {
        List<Set<Integer>> slices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slices.add(range(i * SLICE, (i + 1) * SLICE));
        }
        return slices;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theSliceThatFailsIsTheLastAndNothingOfItIsStored(Form form) throws Throwable {
        for (Trouble trouble : Trouble.values()) {
            loader.thrown = switch (trouble) {
                case EXCEPTION -> new IllegalStateException("no database");
                case LOADER_EXCEPTION -> new CacheLoaderException("no database");
                case ERROR -> new NoClassDefFoundError("no driver");
                case UNSERIALIZABLE -> null;
            };
            loader.bad = trouble == Trouble.UNSERIALIZABLE ? new Thread(() -> {}) : null;
            loader.asked.clear();
            heard.set(0);
            KetchCache<Integer, Object> cache = open(form, MANY);

            Throwable failure = catchThrowable(() -> form.run(cache, range(0, MANY)));
            assertFailed(trouble, form, failure);
            assertThat(loader.asked).as(trouble.name()).isEqualTo(slices(2));
            assertThat(cached()).as(trouble.name()).isEqualTo(afterwards(form, MANY, range(0, SLICE)));
            assertThat(heard).as(trouble.name()).hasValue(SLICE);
            CacheStatisticsMXBean counted = cache.unwrap(CacheStatisticsMXBean.class);
            assertThat(counted.getCachePuts()).isZero();
            assertThat(counted.getCacheMisses()).isEqualTo(form.isGet() ? 2 * SLICE : 0);

            // Nothing is left that would keep the rest from being loaded once there is no trouble any more.
            loader.thrown = null;
            loader.bad = null;
            loader.asked.clear();
            Map<Integer, Object> got = form.run(cache, range(0, MANY));
            Map<Integer, Object> all = afterwards(form, MANY, range(0, MANY));
            assertThat(cached()).as(trouble.name()).isEqualTo(all);
            assertThat(loader.asked).hasSize(form.isReplacing() ? 3 : 2);
            if (form.isGet()) {
                assertThat(got).isEqualTo(all);
            }
            jvms.first.getCacheManager(jvms.uri, null).destroyCache("c");
        }
    }

    private void assertFailed(Trouble trouble, Form form, Throwable failure) {
        switch (trouble) {
            case EXCEPTION ->
                assertThat(failure)
                        .isInstanceOf(CacheLoaderException.class)
                        .hasMessageContaining("cache [c]")
                        .cause()
                        .isSameAs(loader.thrown);
            case LOADER_EXCEPTION -> assertThat(failure).isSameAs(loader.thrown);
            case ERROR -> {
                if (!form.tellsListener()) {
                    assertThat(failure).isSameAs(loader.thrown);
                } else {
                    // It hears of exceptions only.
                    assertThat(failure)
                            .isInstanceOf(CacheException.class)
                            .hasMessageContaining("cache [c]")
                            .cause()
                            .isSameAs(loader.thrown);
                }
            }
            case UNSERIALIZABLE ->
                assertThat(failure)
                        .isInstanceOf(CacheException.class)
                        .hasMessageContainingAll("cache [c]", String.valueOf(BAD), "java.lang.Thread");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsOddInTheMapIsLeftOutAndAllElseIsStored(Form form) throws Throwable {
        for (Oddity oddity : Oddity.values()) {
            loader.oddity = oddity;
            loader.asked.clear();
            heard.set(0);
            KetchCache<Integer, Object> cache = open(form, MANY);

            Map<Integer, Object> got = form.run(cache, range(0, MANY));
            Set<Integer> brought = range(0, MANY);
            if (oddity == Oddity.NULL_VALUE) {
                brought.remove(BAD);
            } else if (oddity == Oddity.NULL_MAP) {
                brought.removeAll(range(SLICE, 2 * SLICE));
            }
            assertThat(loader.asked).as(oddity.name()).isEqualTo(slices(3));
            // An entry that nothing was brought for stays as it was.
            Map<Integer, Object> expected = afterwards(form, MANY, brought);
            assertThat(cached()).as(oddity.name()).isEqualTo(expected);
            assertThat(heard).as(oddity.name()).hasValue(brought.size());
            if (form.isGet()) {
                assertThat(got).as(oddity.name()).isEqualTo(expected);
            }
            jvms.first.getCacheManager(jvms.uri, null).destroyCache("c");
        }
    }

    /** Where nothing is there, that is no failure: the next get asks again. Where an entry is, it would be out of date. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aValueTooLargeIsLeftOutWhereNothingIsToBeReplaced(Form form) throws Throwable {
        byte[] bytes = new byte[2 << 20];
        new Random(1).nextBytes(bytes);
        String large = Base64.getEncoder().encodeToString(bytes);
        loader.bad = large;
        Set<Integer> keys = range(BAD - 5, BAD + 5);
        KetchCache<Integer, Object> cache = open(form, MANY);
        if (form.isReplacing()) {
            assertThat(catchThrowable(() -> form.run(cache, keys)))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll("cache [c]", String.valueOf(BAD), server.address());
            assertThat(cached()).isEqualTo(afterwards(form, MANY, Set.of()));
            assertThat(heard).hasValue(0);
            return;
        }
        Map<Integer, Object> got = form.run(cache, keys);
        Set<Integer> stored = new LinkedHashSet<>(keys);
        stored.remove(BAD);
        Map<Integer, Object> expected = afterwards(form, MANY, stored);
        assertThat(cached()).isEqualTo(expected);
        assertThat(heard).hasValue(stored.size());
        if (form.isGet()) {
            expected.put(BAD, large);
            assertThat(got).isEqualTo(expected);
        }
    }
}
