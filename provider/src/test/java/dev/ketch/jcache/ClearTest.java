// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.jcache.event.HearsAll;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.management.CacheStatisticsMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clearing: at once for everybody, and nothing old comes back. */
@Timeout(60)
class ClearTest extends JvmsOnTwoServers {
    @Test
    void everybodySeesAClearAtOnce() {
        Cache<String, Integer> here = jvms.open("orders");
        Cache<String, Integer> there = jvms.openElsewhere("orders");
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 20; i++) {
                here.put("k" + i, i);
            }
            assertThat(there.get("k7")).isEqualTo(7);
            here.clear();
            for (int i = 0; i < 20; i++) {
                assertThat(there.containsKey("k" + i)).isFalse();
                assertThat(here.get("k" + i)).isNull();
            }
            assertThat(there).isEmpty();
        }
    }

    @Test
    void aClearTellsNeitherWriterNorListenersNorStatistics() {
        Map<String, String> written = new HashMap<>();
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        HearsAll<String, String> listener = event -> heard.incrementAndGet();
        Cache<String, String> cache = jvms.open(
                "told",
                Jvms.<String, String>plain()
                        .setStatisticsEnabled(true)
                        .setWriteThrough(true)
                        .setCacheWriterFactory(() -> new MapWriter<>(written, calls))
                        .addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, true, true)));
        cache.putAll(Map.of("a", "1", "b", "2", "c", "3"));
        calls.set(0);
        heard.set(0);
        cache.clear();
        assertThat(cache.getAll(Set.of("a", "b", "c"))).isEmpty();
        assertThat(calls).hasValue(0);
        assertThat(heard).hasValue(0);
        assertThat(written).hasSize(3);
        assertThat(cache.unwrap(CacheStatisticsMXBean.class).getCacheRemovals()).isZero();
    }

    @Test
    void aPutByWhoDoesNotKnowOfTheClearYetIsKept() {
        Cache<String, Integer> here = jvms.open("orders");
        Cache<String, Integer> there = jvms.openElsewhere("orders");
        here.put("a", 1);
        there.put("b", 1);
        there.clear();
        here.put("a", 2);
        assertThat(there.get("a")).isEqualTo(2);
        there.clear();
        here.putAll(Map.of("a", 3, "b", 3, "c", 3));
        assertThat(there.getAll(Set.of("a", "b", "c"))).isEqualTo(Map.of("a", 3, "b", 3, "c", 3));
        there.clear();
        assertThat(here.putIfAbsent("a", 4)).isTrue();
        assertThat(there.get("a")).isEqualTo(4);
    }

    @Test
    void conditionsDoNotHoldForWhatWasCleared() {
        Cache<String, Integer> here = jvms.open("orders");
        Cache<String, Integer> there = jvms.openElsewhere("orders");
        here.putAll(Map.of("a", 1, "b", 1, "c", 1, "d", 1, "e", 1));
        there.clear();
        assertThat(here.replace("a", 1, 2)).isFalse();
        assertThat(here.replace("b", 2)).isFalse();
        assertThat(here.remove("c")).isFalse();
        assertThat(here.remove("d", 1)).isFalse();
        assertThat(here.getAndPut("e", 2)).isNull();
        assertThat(there.get("e")).isEqualTo(2);
    }

    @Test
    void aPutOfAnotherJvmAfterItsClearBeatsPutIfAbsent() {
        Cache<String, String> here = jvms.open("orders");
        Cache<String, String> there = jvms.openElsewhere("orders");
        here.put("warm", "x");
        there.clear();
        there.put("a", "theirs");
        assertThat(here.putIfAbsent("a", "ours")).isFalse();
        assertThat(here.get("a")).isEqualTo("theirs");
    }

    @Test
    void whatIsLoadedIsDroppedIfAClearCameBetween() {
        Cache<String, String> there = jvms.openElsewhere("loaded");
        AtomicInteger loads = new AtomicInteger();
        Cache<String, String> here = jvms.open("loaded", loading(key -> {
            if (loads.incrementAndGet() == 1) {
                there.clear();
            }
            return "loaded";
        }));
        there.put("warm", "x");
        assertThat(here.get("k")).isEqualTo("loaded");
        assertThat(there.containsKey("k")).as("stored before the clear").isFalse();
        assertThat(here.get("k")).isEqualTo("loaded");
        assertThat(loads).hasValue(2);
        assertThat(there.get("k")).isEqualTo("loaded");
    }

    @Test
    void whatIsLoadedIsDroppedIfAPutCameBetween() {
        Cache<String, String> there = jvms.openElsewhere("loaded");
        Cache<String, String> here = jvms.open("loaded", loading(key -> {
            there.put(key, "newer");
            return "loaded";
        }));
        assertThat(here.get("k")).isEqualTo("loaded");
        assertThat(here.get("k")).isEqualTo("newer");
    }

    @Test
    void aLoadIsDroppedIfThisJvmRemovesTheKeyMeanwhile() {
        AtomicInteger loads = new AtomicInteger();
        Map<String, Cache<String, String>> self = new HashMap<>();
        Cache<String, String> here = jvms.open("loaded", loading(key -> {
            if (loads.incrementAndGet() == 1) {
                requireNonNull(self.get("cache")).remove(key);
            }
            return "loaded";
        }));
        self.put("cache", here);
        assertThat(here.get("k")).isEqualTo("loaded");
        assertThat(here.containsKey("k")).isFalse();
    }

    @Test
    void aClearBetweenReadAndWriteOfAProcessorMakesItRunAgain() {
        Cache<String, Integer> here = jvms.open("orders");
        Cache<String, Integer> there = jvms.openElsewhere("orders");
        here.put("n", 41);
        AtomicInteger runs = new AtomicInteger();
        Boolean existed = here.invoke("n", (entry, arguments) -> {
            boolean exists = entry.exists();
            if (runs.incrementAndGet() == 1) {
                there.clear();
                there.put("n", 7);
            }
            entry.setValue(exists ? entry.getValue() + 1 : 1);
            return exists;
        });
        assertThat(runs).hasValue(2);
        assertThat(existed).isTrue();
        assertThat(there.get("n")).isEqualTo(8);
    }

    @Test
    void aLostCounterLosesTheEntriesButNotTheCache() {
        Cache<String, Integer> here = jvms.open("orders");
        Cache<String, Integer> there = jvms.openElsewhere("orders");
        here.put("a", 1);
        jvms.raw.servers().forEach(server -> {
            var exchange = new dev.ketch.client.Exchange(
                    server, java.util.List.of(Request.delete(jvms.keys("orders").generationKey(), 0)));
            jvms.raw.run(exchange);
        });
        assertThat(here.get("a")).isNull();
        there.put("a", 2);
        assertThat(here.get("a")).isEqualTo(2);
        here.clear();
        assertThat(there.get("a")).isNull();
    }

    @Test
    void whateverTakesTheCountersPlaceIsReplaced() {
        Cache<String, Integer> here = jvms.open("orders");
        here.put("a", 1);
        jvms.raw.servers().forEach(server -> {
            byte[] text = "not a number".getBytes(StandardCharsets.US_ASCII);
            var exchange = new dev.ketch.client.Exchange(
                    server,
                    java.util.List.of(Request.store(
                            Opcode.SET, jvms.keys("orders").generationKey(), 0, 0, text, new byte[0], 0)));
            jvms.raw.run(exchange);
        });
        assertThat(here.get("a")).isNull();
        here.put("a", 2);
        assertThat(here.get("a")).isEqualTo(2);
        here.clear();
        assertThat(here.get("a")).isNull();
    }

    @Test
    void clearLeavesOtherCachesAlone() {
        Cache<String, Integer> orders = jvms.open("orders");
        Cache<String, Integer> order = jvms.open("order");
        orders.put("a", 1);
        order.put("a", 2);
        orders.clear();
        assertThat(order.get("a")).isEqualTo(2);
    }

    @Test
    void aServerThatRestartsIsEmptyAndUsable() {
        Cache<String, Integer> here = jvms.open("orders");
        for (int i = 0; i < 50; i++) {
            here.put("k" + i, i);
        }
        one.restart();
        two.restart();
        Awaiting.until(() -> {
            here.put("k1", 5);
            return Integer.valueOf(5).equals(here.get("k1"));
        });
        assertThat(here.get("k2")).isNull();
    }

    private static MutableConfiguration<String, String> loading(java.util.function.UnaryOperator<String> loader) {
        return Jvms.<String, String>plain().setReadThrough(true).setCacheLoaderFactory(() -> new CacheLoader<>() {
            @Override
            public String load(String key) {
                return loader.apply(key);
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                Map<String, String> all = new HashMap<>();
                keys.forEach(key -> all.put(key, load(key)));
                return all;
            }
        });
    }
}
