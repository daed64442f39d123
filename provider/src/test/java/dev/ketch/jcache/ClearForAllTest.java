// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What empties a cache: one command to each server, and every JVM sees it at its next call, whichever that is. */
@Timeout(60)
class ClearForAllTest extends JvmsOnTwoServers {
    private static final List<String> COMMANDS = List.of(
            "cmd_get", "cmd_set", "cmd_touch", "cmd_flush", "delete_hits", "delete_misses", "incr_hits", "incr_misses");

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

    /** Calls, each on key {@code k}, and what each says where there is no entry; a created one may stay. */
    private static Map<String, Function<Cache<String, Integer>, Object>> calls() {
        Map<String, Function<Cache<String, Integer>, Object>> calls = new LinkedHashMap<>();
        calls.put("get", cache -> cache.get("k") == null);
        calls.put("getAll", cache -> cache.getAll(Set.of("k", "other")).isEmpty());
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
        return calls;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anotherJvmSeesItAtItsNextCall(Way way) {
        calls().forEach((name, call) -> {
            JCache<String, Integer> here = jvms.open("c");
            JCache<String, Integer> there = jvms.openElsewhere("c");
            there.putAll(Map.of("k", 1, "other", 1));
            assertThat(here.get("k")).isEqualTo(1);
            way.empty(jvms, here);
            assertThat(call.apply(there)).as(name).isEqualTo(true);
            jvms.first.getCacheManager(jvms.uri, null).destroyCache("c");
            jvms.second.getCacheManager(jvms.uri, null).destroyCache("c");
        });
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
