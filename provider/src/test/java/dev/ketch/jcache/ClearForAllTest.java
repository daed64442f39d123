// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static dev.ketch.jcache.AsyncTest.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.management.CacheStatisticsMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What empties a cache: one command to each server, and every JVM sees it at its next call, whichever that is. */
@Timeout(60)
class ClearForAllTest extends JvmsOnTwoServers {
    private static final List<String> COMMANDS = List.of(
            "cmd_get", "cmd_set", "cmd_touch", "cmd_flush", "delete_hits", "delete_misses", "incr_hits", "incr_misses");

    private static final Set<String> KEYS = Set.of("k", "other");

    /** The ways to empty a cache. */
    private enum Way {
        CLEAR {
            @Override
            void empty(Jvms jvms, Cache<String, Integer> cache) {
                cache.clear();
            }
        },
        REMOVE_ALL {
            @Override
            void empty(Jvms jvms, Cache<String, Integer> cache) {
                cache.removeAll();
            }
        },
        DESTROY {
            @Override
            void empty(Jvms jvms, Cache<String, Integer> cache) {
                cache.getCacheManager().destroyCache(cache.getName());
            }
        };

        abstract void empty(Jvms jvms, Cache<String, Integer> cache);
    }

    /** Calls, each on key {@code k}, and whether they found no entry; a created one may stay. */
    private static Map<String, Predicate<KetchCache<String, Integer>>> calls() {
        Map<String, Predicate<KetchCache<String, Integer>>> calls = new LinkedHashMap<>();
        calls.put("get", cache -> cache.get("k") == null);
        calls.put("getAll", cache -> cache.getAll(KEYS).isEmpty());
        calls.put("containsKey", cache -> !cache.containsKey("k"));
        calls.put("iterator", cache -> !cache.iterator().hasNext());
        calls.put("putIfAbsent", cache -> cache.putIfAbsent("k", 2));
        calls.put("getAndPut", cache -> cache.getAndPut("k", 2) == null);
        calls.put("getAndRemove", cache -> cache.getAndRemove("k") == null);
        calls.put("getAndReplace", cache -> cache.getAndReplace("k", 2) == null);
        calls.put("replace", cache -> !cache.replace("k", 2));
        calls.put("replace with old value", cache -> !cache.replace("k", 1, 2));
        calls.put("remove", cache -> !cache.remove("k"));
        calls.put("remove with old value", cache -> !cache.remove("k", 1));
        calls.put("invoke", cache -> cache.invoke("k", (entry, arguments) -> !entry.exists()));
        calls.put("invokeAll", cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> !entry.exists())
                .get("k")
                .get());
        calls.put("put", cache -> {
            cache.put("k", 2);
            return isAlone(cache);
        });
        calls.put("putAll", cache -> {
            cache.putAll(Map.of("k", 2));
            return isAlone(cache);
        });
        calls.put("loadAll", cache -> {
            CompletionListenerFuture told = new CompletionListenerFuture();
            cache.loadAll(Set.of("k"), false, told);
            Awaiting.until(told::isDone);
            return isAlone(cache);
        });
        // Counted where statistics are on.
        calls.put("removeAll of keys", cache -> {
            cache.removeAll(KEYS);
            return cache.unwrap(CacheStatisticsMXBean.class).getCacheRemovals() == 0;
        });
        calls.put("removeAll", cache -> {
            cache.removeAll();
            return cache.unwrap(CacheStatisticsMXBean.class).getCacheRemovals() == 0;
        });
        return calls;
    }

    /** The same without waiting. */
    private static Map<String, Predicate<KetchCache<String, Integer>>> asynchronousCalls() {
        Map<String, Predicate<KetchCache<String, Integer>>> calls = new LinkedHashMap<>();
        calls.put("getAsync", cache -> end(cache.getAsync("k")) == null);
        calls.put("getAllAsync", cache -> end(cache.getAllAsync(KEYS)).isEmpty());
        calls.put("containsKeyAsync", cache -> !end(cache.containsKeyAsync("k")));
        calls.put("putIfAbsentAsync", cache -> end(cache.putIfAbsentAsync("k", 2)));
        calls.put("getAndPutAsync", cache -> end(cache.getAndPutAsync("k", 2)) == null);
        calls.put("getAndRemoveAsync", cache -> end(cache.getAndRemoveAsync("k")) == null);
        calls.put("getAndReplaceAsync", cache -> end(cache.getAndReplaceAsync("k", 2)) == null);
        calls.put("replaceAsync", cache -> !end(cache.replaceAsync("k", 2)));
        calls.put("replaceAsync with old value", cache -> !end(cache.replaceAsync("k", 1, 2)));
        calls.put("removeAsync", cache -> !end(cache.removeAsync("k")));
        calls.put("removeAsync with old value", cache -> !end(cache.removeAsync("k", 1)));
        calls.put(
                "invokeAsync",
                cache -> Boolean.TRUE.equals(end(cache.invokeAsync("k", (entry, arguments) -> !entry.exists()))));
        calls.put(
                "invokeAllAsync", cache -> end(cache.invokeAllAsync(Set.of("k"), (entry, arguments) -> !entry.exists()))
                        .get("k")
                        .get());
        calls.put("putAsync", cache -> {
            end(cache.putAsync("k", 2));
            return isAlone(cache);
        });
        calls.put("putAllAsync", cache -> {
            end(cache.putAllAsync(Map.of("k", 2)));
            return isAlone(cache);
        });
        calls.put("loadAllAsync", cache -> {
            end(cache.loadAllAsync(Set.of("k"), false));
            return isAlone(cache);
        });
        calls.put("removeAllAsync of keys", cache -> {
            end(cache.removeAllAsync(KEYS));
            return cache.unwrap(CacheStatisticsMXBean.class).getCacheRemovals() == 0;
        });
        return calls;
    }

    /** Whether what was put or loaded is there, and nothing else of before. */
    private static boolean isAlone(Cache<String, Integer> cache) {
        return cache.getAll(KEYS).equals(Map.of("k", 2));
    }

    private static final class TwoLoader extends SimpleLoader<String, Integer> {
        @Override
        public Integer load(String key) {
            return 2;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anotherJvmSeesItAtItsNextCall(Way way) {
        Map<String, Predicate<KetchCache<String, Integer>>> calls = calls();
        calls.putAll(asynchronousCalls());
        for (boolean statistics : new boolean[] {false, true}) {
            MutableConfiguration<String, Integer> configuration = Jvms.<String, Integer>plain()
                    .setStatisticsEnabled(statistics)
                    .setCacheLoaderFactory(TwoLoader::new);
            calls.forEach((name, call) -> {
                JCache<String, Integer> here = jvms.open("c");
                JCache<String, Integer> there = jvms.openElsewhere("c", configuration);
                there.putAll(Map.of("k", 1, "other", 1));
                assertThat(here.get("k")).isEqualTo(1);
                way.empty(jvms, here);
                assertThat(call.test(there))
                        .as("%s, statistics: %s", name, statistics)
                        .isTrue();
                jvms.first.getCacheManager(jvms.uri, null).destroyCache("c");
                jvms.second.getCacheManager(jvms.uri, null).destroyCache("c");
            });
        }
    }

    @Test
    void aCacheThatIsDestroyedHereAndCreatedThereIsEmptyAndUsableByBoth() {
        Cache<String, Integer> here = jvms.open("c");
        here.put("k", 1);
        jvms.first.getCacheManager(jvms.uri, null).destroyCache("c");
        Cache<String, Integer> there = jvms.openElsewhere("c");
        assertThat(there.get("k")).isNull();
        assertThat(there).isEmpty();
        there.put("k", 2);
        Cache<String, Integer> again = jvms.open("c");
        assertThat(again.get("k")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void itTakesOneCommandToEachServerHoweverManyEntriesThereAre(Way way) {
        for (int entries : new int[] {10, 5_000}) {
            Cache<String, Integer> cache = jvms.open("c");
            Map<String, Integer> all = new HashMap<>();
            for (int i = 0; i < entries; i++) {
                all.put("k" + i, i);
            }
            cache.putAll(all);
            Map<String, Long> before = commands();
            way.empty(jvms, cache);
            Map<String, Long> after = commands();
            after.replaceAll((command, count) -> count - before.getOrDefault(command, 0L));
            after.values().removeIf(count -> count == 0);
            assertThat(after).as(entries + " entries").isEqualTo(Map.of("incr_hits", 2L));
            jvms.first.getCacheManager(jvms.uri, null).destroyCache("c");
        }
    }

    private static Map<String, Long> commands() {
        Map<String, Long> counts = new HashMap<>();
        COMMANDS.forEach(command -> counts.put(command, Walks.count(command, one, two)));
        return counts;
    }

    /** The JVM that clears is cut off from the server; the other one is not, and sees it as soon as the first is back. */
    @Test
    void whoClearedWhileCutOffClearsForAllWhenItIsBack() {
        try (OneServer server = new OneServer(
                MemcachedProcess.start(), "timeout=200ms&connectTimeout=200ms&firstProbe=50ms&longestProbe=300ms")) {
            server.putUntilDone("k", 1);
            server.proxy.refuse();
            server.proxy.reset();
            server.awaitOutOfUse();
            server.here.clear();
            assertThat(server.there.get("k")).isEqualTo(1);
            server.proxy.heal();
            server.awaitRepaired();
            assertThat(server.there.containsKey("k")).isFalse();
            assertThat(server.there.iterator().hasNext()).isFalse();
            assertThat(server.there.putIfAbsent("k", 2L)).isTrue();
            Awaiting.until(() -> Long.valueOf(2).equals(server.here.get("k")));
        }
    }
}
