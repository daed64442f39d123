// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Removing all entries where somebody wants to know of each. */
@Timeout(120)
class RemoveAllTest {
    private static final int ENTRIES = 3_000;

    private static Map<String, Integer> numbers(String name, int n) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < n; i++) {
            numbers.put(name + i, i);
        }
        return numbers;
    }

    /** While others, in this JVM and another, put and remove other entries all the time. */
    @ParameterizedTest
    @CsvSource({"true, true, true", "true, false, false", "false, true, false", "false, false, true"})
    void eachEntryThatIsThereIsToldOfOnce(boolean writer, boolean listener, boolean statistics) throws Exception {
        Telling told = new Telling();
        Map<String, Integer> heard = new ConcurrentHashMap<>();
        CacheEntryRemovedListener<String, Integer> ears =
                events -> events.forEach(event -> heard.merge(event.getKey(), 1, Integer::sum));
        MutableConfiguration<String, Integer> configuration =
                Jvms.<String, Integer>plain().setStatisticsEnabled(statistics);
        if (writer) {
            configuration.setWriteThrough(true).setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(told));
        }
        if (listener) {
            configuration.addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                    new FactoryBuilder.SingletonFactory<>(ears), null, false, true));
        }
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                Jvms jvms = new Jvms(one, two)) {
            JCache<String, Integer> here = jvms.open("c", configuration);
            Cache<String, Integer> there = jvms.openElsewhere("c");
            told.there = there;
            here.putAll(numbers("stays", ENTRIES));
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Void>> putters = Stream.of("near", "far")
                    .map(name -> putter(name.equals("near") ? here : there, name, over))
                    .toList();
            Awaiting.until(() -> there.containsKey("near1") && there.containsKey("far1"));
            here.removeAll();
            over.set(true);
            for (CompletableFuture<Void> putter : putters) {
                putter.get(30, TimeUnit.SECONDS);
            }
            numbers("stays", ENTRIES).keySet().forEach(key -> {
                assertThat(there.containsKey(key)).isFalse();
                if (listener) {
                    assertThat(heard).containsEntry(key, 1);
                }
                if (writer) {
                    assertThat(told.deleted).containsEntry(key, 1);
                }
            });
            if (writer) {
                assertThat(told.written.keySet()).noneMatch(key -> key.startsWith("stays"));
                assertThat(told.early).as("told of when they were gone").isEmpty();
            }
            if (statistics) {
                long removals = here.unwrap(CacheStatisticsMXBean.class).getCacheRemovals();
                assertThat(removals).isGreaterThanOrEqualTo(ENTRIES);
                if (listener) {
                    assertThat(removals)
                            .isEqualTo(heard.values().stream().mapToLong(i -> i).sum());
                }
            }
            here.removeAll();
            assertThat(here).isEmpty();
            assertThat(there).isEmpty();
        }
    }

    /** Counts what is deleted, and looks whether it is still there as another JVM sees it. */
    private static final class Telling implements SimpleWriter<String, Integer> {
        final Map<String, Integer> written = new ConcurrentHashMap<>();
        final Map<String, Integer> deleted = new ConcurrentHashMap<>();
        final Set<Object> early = ConcurrentHashMap.newKeySet();
        /** Set before the writer is called first. */
        volatile @Nullable Cache<String, Integer> there;

        @Override
        public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
            written.put(entry.getKey(), entry.getValue());
        }

        @Override
        public void delete(Object key) {
            deleted.merge((String) key, 1, Integer::sum);
            written.remove((String) key);
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            Set<String> stay = keys.stream()
                    .map(String.class::cast)
                    .filter(key -> key.startsWith("stays"))
                    .collect(Collectors.toSet());
            early.addAll(stay);
            early.removeAll(requireNonNull(there).getAll(stay).keySet());
            SimpleWriter.super.deleteAll(keys);
        }
    }

    private static CompletableFuture<Void> putter(Cache<String, Integer> cache, String name, AtomicBoolean over) {
        return CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; !over.get(); i = (i + 1) % 500) {
                        cache.put(name + i, i);
                        if (i % 3 == 0) {
                            cache.remove(name + i);
                        }
                    }
                },
                task -> new Thread(task).start());
    }
}
