// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A writer is called once for an operation, though others change the entry before it can; by {@code invoke} again for
 * another outcome.
 */
@Timeout(120)
class WriterOnceTest extends OnOneServer {
    private static final int THREADS = 6;
    private static final int ROUNDS = 60;
    private static final String PUT = "theirs";

    /**
     * An operation on key "k" into which another JVM comes, after the writer was called.
     *
     * @param before the entry that is there at first, if any
     * @param theirs what the other JVM puts, or {@code null} if it removes
     * @param calls what the writer was told
     * @param result what the operation answers
     * @param left the entry that is there at last, if any
     * @param counted hits, misses, puts and removals
     */
    private record Way(
            String name,
            @Nullable String before,
            @Nullable String theirs,
            Function<Cache<String, String>, @Nullable Object> action,
            String calls,
            @Nullable Object result,
            @Nullable String left,
            String counted) {
        @Override
        public String toString() {
            return name + " (" + before + ", " + theirs + ")";
        }
    }

    private static final Function<Cache<String, String>, @Nullable Object> PUT_MINE = cache -> {
        cache.put("k", "mine");
        return null;
    };
    private static final Function<Cache<String, String>, @Nullable Object> PUT_ALL = cache -> {
        cache.putAll(Map.of("k", "mine"));
        return null;
    };

    static Stream<Way> ways() {
        String write = "[write mine]";
        String delete = "[delete]";
        EntryProcessor<String, String, Object> sets = (entry, arguments) -> {
            entry.setValue("mine");
            return null;
        };
        EntryProcessor<String, String, Object> removes = (entry, arguments) -> {
            entry.remove();
            return null;
        };
        return Stream.of(
                new Way("put", "old", PUT, PUT_MINE, write, null, "mine", "0 0 1 0"),
                new Way("put", "old", null, PUT_MINE, write, null, "mine", "0 0 1 0"),
                new Way("put", null, PUT, PUT_MINE, write, null, "mine", "0 0 1 0"),
                new Way("putAll", "old", PUT, PUT_ALL, write, null, "mine", "0 0 1 0"),
                new Way("putAll", null, PUT, PUT_ALL, write, null, "mine", "0 0 1 0"),
                new Way("getAndPut", "old", PUT, c -> c.getAndPut("k", "mine"), write, PUT, "mine", "1 0 1 0"),
                new Way("getAndPut", "old", null, c -> c.getAndPut("k", "mine"), write, null, "mine", "0 1 1 0"),
                new Way("getAndPut", null, PUT, c -> c.getAndPut("k", "mine"), write, PUT, "mine", "1 0 1 0"),
                new Way("replace", "old", PUT, c -> c.replace("k", "mine"), write, true, "mine", "1 0 1 0"),
                new Way("getAndReplace", "old", PUT, c -> c.getAndReplace("k", "mine"), write, PUT, "mine", "1 0 1 0"),
                new Way("replace if", "old", "old", c -> c.replace("k", "old", "mine"), write, true, "mine", "1 0 1 0"),
                new Way("remove", "old", PUT, c -> c.remove("k"), delete, true, null, "0 0 0 1"),
                new Way("remove", "old", null, c -> c.remove("k"), delete, false, null, "0 0 0 0"),
                new Way("remove if", "old", "old", c -> c.remove("k", "old"), delete, true, null, "1 0 0 1"),
                new Way("getAndRemove", "old", PUT, c -> c.getAndRemove("k"), delete, PUT, null, "1 0 0 1"),
                new Way("getAndRemove", "old", null, c -> c.getAndRemove("k"), delete, null, null, "0 1 0 0"),
                new Way("removeAll of keys", "old", PUT, c -> removeAll(c, Set.of("k")), delete, null, null, "0 0 0 1"),
                new Way("removeAll", "old", PUT, c -> removeAll(c, null), delete, null, null, "0 0 0 1"),
                new Way("iterator", "old", PUT, WriterOnceTest::removeByIterator, delete, null, null, "1 0 0 1"),
                new Way("invoke that sets", "old", PUT, c -> c.invoke("k", sets), write, null, "mine", "1 0 1 0"),
                new Way("invoke that sets", null, PUT, c -> c.invoke("k", sets), write, null, "mine", "1 0 1 0"),
                new Way("invoke that removes", "old", PUT, c -> c.invoke("k", removes), delete, null, null, "1 0 0 1"),
                new Way("invokeAll that sets", "old", PUT, c -> all(c, sets), write, 0, "mine", "1 0 1 0"),
                new Way("invokeAll that removes", "old", PUT, c -> all(c, removes), delete, 0, null, "1 0 0 1"),
                // The condition holds no longer: what the writer was told stays, and the answer is no.
                new Way("putIfAbsent", null, PUT, c -> c.putIfAbsent("k", "mine"), write, false, PUT, "1 0 0 0"),
                new Way("replace", "old", null, c -> c.replace("k", "mine"), write, false, null, "0 1 0 0"),
                new Way("getAndReplace", "old", null, c -> c.getAndReplace("k", "mine"), write, null, null, "0 1 0 0"),
                new Way("replace if", "old", PUT, c -> c.replace("k", "old", "mine"), write, false, PUT, "1 0 0 0"),
                new Way("replace if", "old", null, c -> c.replace("k", "old", "mine"), write, false, null, "0 1 0 0"),
                new Way("remove if", "old", PUT, c -> c.remove("k", "old"), delete, false, PUT, "1 0 0 0"),
                new Way("remove if", "old", null, c -> c.remove("k", "old"), delete, false, null, "0 1 0 0"));
    }

    private static @Nullable Object removeAll(Cache<String, String> cache, @Nullable Set<String> keys) {
        if (keys == null) {
            cache.removeAll();
        } else {
            cache.removeAll(keys);
        }
        return null;
    }

    private static @Nullable Object removeByIterator(Cache<String, String> cache) {
        Iterator<Cache.Entry<String, String>> iterator = cache.iterator();
        iterator.next();
        iterator.remove();
        return null;
    }

    /** How many results there are. */
    private static Object all(Cache<String, String> cache, EntryProcessor<String, String, Object> processor) {
        return cache.invokeAll(Set.of("k"), processor).size();
    }

    private static void change(Cache<String, String> cache, @Nullable String value) {
        if (value == null) {
            cache.remove("k");
        } else {
            cache.put("k", value);
        }
    }

    private static long conflicts() {
        return Long.parseLong(server.stats().getOrDefault("cas_badval", "0"));
    }

    /** The other JVM changes the entry while the writer is at work, so that the first attempt always loses. */
    @ParameterizedTest
    @MethodSource("ways")
    void anotherJvmIsFaster(Way way) {
        List<String> calls = new ArrayList<>();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> other = jvms.openElsewhere("c");
            if (way.before != null) {
                other.put("k", way.before);
            }
            Cache<String, String> cache =
                    jvms.open("c", InterruptedWriter.configuration(calls, () -> change(other, way.theirs)));
            assertThat(way.action.apply(cache)).isEqualTo(way.result);
            assertThat(calls).hasToString(way.calls);
            CacheStatisticsMXBean counted = cache.unwrap(CacheStatisticsMXBean.class);
            assertThat(counted.getCacheHits() + " " + counted.getCacheMisses() + " " + counted.getCachePuts() + " "
                            + counted.getCacheRemovals())
                    .isEqualTo(way.counted);
            assertThat(other.get("k")).isEqualTo(way.left);
        }
    }

    /** What neither can help without a common transaction: each JVM calls the writer before it changes the cache. */
    @Test
    void theirStoreMayHearOfTwoJvmsInAnotherOrderThanTheCache() {
        List<String> calls = new ArrayList<>();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> other = jvms.openElsewhere("c", InterruptedWriter.configuration(calls, () -> {}));
            Cache<String, String> cache =
                    jvms.open("c", InterruptedWriter.configuration(calls, () -> other.put("k", "theirs")));
            cache.put("k", "mine");
            assertThat(calls).containsExactly("write mine", "write theirs");
            assertThat(other.get("k")).isEqualTo("mine");
        }
    }

    /** Each rerun of a processor that counts comes to another outcome. */
    @Test
    void twoJvmsThatCountAtOneKey() throws Exception {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger runs = new AtomicInteger();
        long before = conflicts();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> writing = jvms.open("c", InterruptedWriter.configuration(calls, () -> {}));
            Cache<String, String> other = jvms.openElsewhere("c");
            other.put("k", "0");
            EntryProcessor<String, String, Object> counts = (entry, arguments) -> {
                entry.setValue(String.valueOf(Integer.parseInt(entry.getValue()) + 1));
                return null;
            };
            EntryProcessor<String, String, Object> countsRuns = (entry, arguments) -> {
                runs.incrementAndGet();
                return counts.process(entry);
            };
            atOnce(thread -> {
                if (thread % 2 == 0) {
                    writing.invoke("k", countsRuns);
                } else {
                    other.invoke("k", counts);
                }
            });
            writing.invoke("k", countsRuns);
            String last = String.valueOf(THREADS * ROUNDS + 1);
            assertThat(other.get("k")).isEqualTo(last);
            assertThat(calls).hasSize(runs.get()).doesNotHaveDuplicates().endsWith("write " + last);
            CacheStatisticsMXBean counted = writing.unwrap(CacheStatisticsMXBean.class);
            assertThat(counted.getCacheHits()).isEqualTo(THREADS / 2 * ROUNDS + 1);
            assertThat(counted.getCachePuts()).isEqualTo(THREADS / 2 * ROUNDS + 1);
        }
        assertThat(conflicts()).as("CAS conflicts").isGreaterThan(before);
    }

    private static void atOnce(IntConsumer round) throws Exception {
        AllAtOnce.run(THREADS, thread -> {
            for (int i = 0; i < ROUNDS; i++) {
                round.accept(thread);
            }
            return null;
        });
    }

    @Test
    void twoJvmsAtOneKey() throws Exception {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        long before = conflicts();
        try (Jvms jvms = new Jvms(server)) {
            List<Cache<String, String>> caches = List.of(
                    jvms.open("c", InterruptedWriter.configuration(calls, () -> {})),
                    jvms.openElsewhere("c", InterruptedWriter.configuration(calls, () -> {})));
            caches.get(0).put("k", "first");
            calls.clear();
            atOnce(thread -> {
                Cache<String, String> cache = caches.get(thread % 2);
                String mine = "of " + thread;
                assertThat(cache.replace("k", mine)).isTrue();
                assertThat(cache.getAndPut("k", mine)).isNotNull();
                cache.invoke("k", (entry, arguments) -> {
                    entry.setValue(mine);
                    return null;
                });
            });
        }
        assertThat(calls).hasSize(THREADS * ROUNDS * 3);
        assertThat(conflicts()).as("CAS conflicts").isGreaterThan(before);
    }
}
