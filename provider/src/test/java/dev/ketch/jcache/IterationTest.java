// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.management.CacheStatisticsMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IterationTest extends JvmsOnTwoServers {
    private static Map<String, Integer> numbers(int n) {
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < n; i++) {
            map.put("key number " + i, i);
        }
        return map;
    }

    @Test
    void everyEntryIsMetOnceWhileOtherCachesAreClearedAndFilled() throws Exception {
        Map<String, Integer> expected = numbers(5000);
        Cache<String, Integer> cache = jvms.open("big");
        cache.putAll(expected);
        Cache<String, Integer> noise = jvms.openElsewhere("noise");
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<?> noisy = executor.submit(() -> {
            while (!done.get()) {
                noise.putAll(numbers(200));
                noise.clear();
            }
        });
        for (int round = 0; round < 5; round++) {
            Map<String, Integer> met = new HashMap<>();
            for (Cache.Entry<String, Integer> entry : cache) {
                assertThat(met.put(entry.getKey(), entry.getValue())).isNull();
            }
            assertThat(met).isEqualTo(expected);
        }
        done.set(true);
        executor.shutdown();
        noisy.get(30, TimeUnit.SECONDS);
    }

    @Test
    void keysOfAllKindsComeBack() {
        Cache<Object, String> cache = jvms.open("kinds");
        Set<Object> keys = Set.of(
                1,
                1L,
                "1",
                'c',
                true,
                "with blanks: and %",
                "é",
                "k".repeat(1000),
                List.of("a", 2),
                java.util.UUID.randomUUID(),
                new java.math.BigDecimal("1.50"));
        keys.forEach(key -> cache.put(key, "of " + key));
        Set<Object> met = new HashSet<>();
        for (Cache.Entry<Object, String> entry : cache) {
            assertThat(entry.getValue()).isEqualTo("of " + entry.getKey());
            met.add(entry.getKey());
        }
        assertThat(met).isEqualTo(keys);
    }

    @Test
    void whatWasClearedIsNotMet() {
        Cache<String, Integer> cache = jvms.open("c");
        cache.putAll(numbers(500));
        cache.clear();
        cache.put("later", 1);
        assertThat(cache).hasSize(1);
        cache.clear();
        assertThat(cache).isEmpty();
        assertThatThrownBy(() -> cache.iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void removingWhileIterating() {
        Cache<String, Integer> cache =
                jvms.open("c", Jvms.<String, Integer>plain().setStatisticsEnabled(true));
        cache.putAll(numbers(300));
        Iterator<Cache.Entry<String, Integer>> iterator = cache.iterator();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        while (iterator.hasNext()) {
            if (iterator.next().getValue() % 2 == 0) {
                iterator.remove();
            }
        }
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThat(removals(cache)).isEqualTo(150);
        assertThat(cache).hasSize(150).allMatch(entry -> entry.getValue() % 2 == 1);
    }

    @Test
    void anIteratorEndsWithItsCache() {
        Cache<String, Integer> cache = jvms.open("c");
        cache.put("a", 1);
        Iterator<Cache.Entry<String, Integer>> iterator = cache.iterator();
        cache.close();
        assertThatThrownBy(iterator::hasNext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cache [c] is closed");
        assertThatThrownBy(iterator::next).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void removeAllTellsListenersAndWriterOfEachEntry() {
        List<String> heard = new CopyOnWriteArrayList<>();
        CacheEntryRemovedListener<String, Integer> listener =
                events -> events.forEach(event -> heard.add(event.getKey() + "=" + event.getOldValue()));
        Map<String, Integer> written = new HashMap<>();
        MutableConfiguration<String, Integer> configuration = Jvms.<String, Integer>plain()
                .setStatisticsEnabled(true)
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> new MapWriter<>(written, new AtomicInteger()))
                .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        new FactoryBuilder.SingletonFactory<>(listener), null, true, true));
        Cache<String, Integer> cache = jvms.open("c", configuration);
        cache.putAll(numbers(700));
        assertThat(written).hasSize(700);
        cache.removeAll();
        assertThat(heard).hasSize(700).doesNotHaveDuplicates().contains("key number 99=99");
        assertThat(written).isEmpty();
        assertThat(cache).isEmpty();
        assertThat(removals(cache)).isEqualTo(700);
        cache.removeAll();
        assertThat(removals(cache)).isEqualTo(700);
    }

    @Test
    void removeAllCountsEachEntryForTheStatisticsAlone() {
        Cache<String, Integer> cache =
                jvms.open("c", Jvms.<String, Integer>plain().setStatisticsEnabled(true));
        cache.putAll(numbers(700));
        cache.removeAll();
        assertThat(removals(cache)).isEqualTo(700);
        assertThat(cache).isEmpty();
        // What is cleared is no removal.
        cache.putAll(numbers(700));
        cache.clear();
        cache.removeAll();
        assertThat(removals(cache)).isEqualTo(700);
    }

    private static long removals(Cache<?, ?> cache) {
        return cache.unwrap(CacheStatisticsMXBean.class).getCacheRemovals();
    }

    @Test
    void aServerThatCannotListSaysSoAndRemoveAllWorksAllTheSame() {
        try (MemcachedProcess mute = MemcachedProcess.start("-X");
                Jvms alone = new Jvms(mute)) {
            Cache<String, Integer> cache =
                    alone.open("c", Jvms.<String, Integer>plain().setStatisticsEnabled(true));
            cache.put("a", 1);
            assertThatThrownBy(() -> cache.iterator().next())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContainingAll("cache [c]", mute.address());
            cache.removeAll();
            assertThat(cache.containsKey("a")).isFalse();
            // It could not be counted.
            assertThat(removals(cache)).isZero();
        }
    }
}
