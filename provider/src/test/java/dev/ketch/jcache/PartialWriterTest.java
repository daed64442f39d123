// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.jcache.event.HearsAll;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A writer that does some of what it is told: cache and writer's store have the same, within a slice and beyond. */
@Timeout(120)
class PartialWriterTest extends JvmsOnOneServer {
    private static final int SLICE = Slices.LENGTH;
    private static final int MANY = 3 * SLICE;

    /** In the second slice of three. */
    private static final int BAD = SLICE + 100;

    private final Map<Integer, String> store = new TreeMap<>();
    private final Set<Integer> bad = new HashSet<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private boolean throwsInTheEnd = true;
    private boolean takesOut = true;
    private Cache<Integer, String> cache;

    /** Does what it is told but for the bad keys. */
    private final class Partial implements CacheWriter<Integer, String> {
        @Override
        public void write(Cache.Entry<? extends Integer, ? extends String> entry) {
            calls.incrementAndGet();
            check(entry.getKey());
            store.put(entry.getKey(), entry.getValue());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends Integer, ? extends String>> entries) {
            calls.incrementAndGet();
            entries.removeIf(entry -> {
                boolean good = !bad.contains(entry.getKey());
                if (good) {
                    store.put(entry.getKey(), entry.getValue());
                }
                return good && takesOut;
            });
            end(!entries.isEmpty());
        }

        @Override
        public void delete(Object key) {
            calls.incrementAndGet();
            check(key);
            store.remove(key);
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            calls.incrementAndGet();
            keys.removeIf(key -> {
                boolean good = !bad.contains(key);
                if (good) {
                    store.remove(key);
                }
                return good && takesOut;
            });
            end(!keys.isEmpty());
        }

        private void check(Object key) {
            if (bad.contains(key)) {
                throw new IllegalStateException("bad key " + key);
            }
        }

        private void end(boolean isLeft) {
            if (isLeft && throwsInTheEnd) {
                throw new IllegalStateException("some are left");
            }
        }
    }

    private final class Counts implements HearsAll<Integer, String> {
        @Override
        public void hear(CacheEntryEvent<? extends Integer, ? extends String> event) {
            heard.incrementAndGet();
        }
    }

    @BeforeEach
    void openCache() {
        cache = jvms.open(
                "c",
                Jvms.<Integer, String>plain()
                        .setWriteThrough(true)
                        .setStatisticsEnabled(true)
                        .setCacheWriterFactory(new SingletonFactory<>(new Partial()))
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                new SingletonFactory<>(new Counts()), null, true, true)));
    }

    /** In their order. */
    private static Map<Integer, String> entries(int count) {
        Map<Integer, String> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(i, "value");
        }
        return map;
    }

    private static Set<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<Integer> cached() {
        return cache.getAll(entries(MANY).keySet()).keySet();
    }

    private CacheStatisticsMXBean counted() {
        return cache.unwrap(CacheStatisticsMXBean.class);
    }

    @Test
    void whatTheWriterDidNotWriteTheCacheDoesNotHave() {
        bad.addAll(range(0, 10));
        Map<Integer, String> map = entries(20);
        assertThatThrownBy(() -> cache.putAll(map))
                .isInstanceOf(CacheWriterException.class)
                .hasMessageContaining("cache [c]")
                .hasRootCauseMessage("some are left");
        assertThat(cached()).isEqualTo(store.keySet()).isEqualTo(range(10, 20));
        bad.clear();
        cache.put(3, "value");
        bad.add(3);
        assertThatThrownBy(() -> cache.removeAll(map.keySet())).isInstanceOf(CacheWriterException.class);
        assertThat(cached()).isEqualTo(store.keySet()).containsExactly(3);
        assertThatThrownBy(cache::removeAll).isInstanceOf(CacheWriterException.class);
        assertThat(cached()).isEqualTo(store.keySet()).containsExactly(3);
    }

    /** Those that were not handed over to the writer any more have not changed either. */
    @Test
    void theSliceThatFailsIsTheLast() {
        bad.add(BAD);
        assertThatThrownBy(() -> cache.putAll(entries(MANY))).isInstanceOf(CacheWriterException.class);
        Set<Integer> written = range(0, 2 * SLICE);
        written.remove(BAD);
        assertThat(cached()).isEqualTo(store.keySet()).isEqualTo(written);
        assertThat(calls).hasValue(2);
        assertThat(counted().getCachePuts()).isEqualTo(2 * SLICE - 1);
        assertThat(heard).hasValue(2 * SLICE - 1);

        bad.clear();
        cache.putAll(entries(MANY));
        bad.add(BAD);
        calls.set(0);
        heard.set(0);
        assertThatThrownBy(() -> cache.removeAll(range(0, MANY))).isInstanceOf(CacheWriterException.class);
        Set<Integer> left = range(2 * SLICE, MANY);
        left.add(BAD);
        assertThat(cached()).isEqualTo(store.keySet()).isEqualTo(left);
        assertThat(calls).hasValue(2);
        assertThat(counted().getCacheRemovals()).isEqualTo(2 * SLICE - 1);
        assertThat(heard).hasValue(2 * SLICE - 1);
    }

    @Test
    void allThatIsThereIsRemovedButForWhatTheWriterKept() {
        cache.putAll(entries(MANY));
        bad.add(BAD);
        heard.set(0);
        assertThatThrownBy(cache::removeAll)
                .isInstanceOf(CacheWriterException.class)
                .hasRootCauseMessage("some are left");
        assertThat(cached()).isEqualTo(store.keySet()).contains(BAD);
        assertThat(counted().getCacheRemovals()).isEqualTo(MANY - store.size());
        assertThat(heard).hasValue(MANY - store.size());
        bad.clear();
        cache.removeAll();
        assertThat(cached()).isEmpty();
        assertThat(store).isEmpty();
    }

    /** Only a writer that throws says by what it leaves that something was not done; many take nothing out. */
    @Test
    void whatIsLeftByAWriterThatReturnsCountsAsDone() {
        throwsInTheEnd = false;
        takesOut = false;
        cache.putAll(entries(20));
        assertThat(cached()).isEqualTo(store.keySet()).isEqualTo(range(0, 20));
        assertThat(counted().getCachePuts()).isEqualTo(20);
        cache.removeAll(range(0, 5));
        assertThat(cached()).isEqualTo(store.keySet()).isEqualTo(range(5, 20));
        cache.removeAll();
        assertThat(cached()).isEmpty();
        assertThat(store).isEmpty();
        assertThat(counted().getCacheRemovals()).isEqualTo(20);
    }

    /** The contrary: it has done some of it, and does not say so. */
    @Test
    void whatIsLeftByAWriterThatThrowsCountsAsNotDone() {
        takesOut = false;
        assertThatThrownBy(() -> cache.putAll(entries(20))).isInstanceOf(CacheWriterException.class);
        assertThat(cached()).isEmpty();
        assertThat(counted().getCachePuts()).isZero();
        assertThat(heard).hasValue(0);
        takesOut = true;
        cache.putAll(entries(20));
        takesOut = false;
        assertThatThrownBy(() -> cache.removeAll(range(0, 20))).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(cache::removeAll).isInstanceOf(CacheWriterException.class);
        assertThat(cached()).isEqualTo(range(0, 20));
        assertThat(counted().getCacheRemovals()).isZero();
    }

    @Test
    void processorsFailOnTheirOwnKeyAlone() {
        bad.addAll(List.of(3, BAD));
        Set<Integer> keys = range(0, 2 * SLICE);
        Map<Integer, EntryProcessorResult<Integer>> results = cache.invokeAll(keys, (entry, arguments) -> {
            entry.setValue("value");
            return entry.getKey();
        });
        assertThat(calls).hasValue(2 * SLICE);
        assertThat(results.keySet()).isEqualTo(keys);
        Set<Integer> good = new LinkedHashSet<>(keys);
        good.removeAll(bad);
        good.forEach(key -> assertThat(requireNonNull(results.get(key)).get()).isEqualTo(key));
        assertFailed(results);
        assertThat(cached()).isEqualTo(store.keySet()).isEqualTo(good);
        assertThat(counted().getCachePuts()).isEqualTo(2 * SLICE - 2);
        assertThat(heard).hasValue(2 * SLICE - 2);

        bad.clear();
        cache.putAll(Map.of(3, "value", BAD, "value"));
        bad.addAll(List.of(3, BAD));
        heard.set(0);
        Map<Integer, EntryProcessorResult<Integer>> removed = cache.invokeAll(keys, (entry, arguments) -> {
            entry.remove();
            return null;
        });
        assertThat(removed.keySet()).isEqualTo(bad);
        assertFailed(removed);
        assertThat(cached()).isEqualTo(store.keySet()).isEqualTo(bad);
        assertThat(counted().getCacheRemovals()).isEqualTo(2 * SLICE - 2);
        assertThat(heard).hasValue(2 * SLICE - 2);
    }

    private void assertFailed(Map<Integer, EntryProcessorResult<Integer>> results) {
        bad.forEach(
                key -> assertThatThrownBy(() -> requireNonNull(results.get(key)).get())
                        .isInstanceOf(EntryProcessorException.class)
                        .hasCauseInstanceOf(CacheWriterException.class)
                        .hasRootCauseMessage("bad key " + key));
    }
}
