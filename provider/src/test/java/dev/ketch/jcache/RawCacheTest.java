// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchConfiguration;
import dev.ketch.RawKeys;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Caches whose values are the whole items: every operation, and clears. */
@Timeout(60)
class RawCacheTest extends RawCaches {
    @ParameterizedTest
    @EnumSource
    void everyOperation(RawKeys keys) {
        JCache<String, String> cache = strings(keys);
        assertThat(cache.get("a")).isNull();
        assertThat(cache.putIfAbsent("a", "1")).isTrue();
        assertThat(cache.putIfAbsent("a", "2")).isFalse();
        assertThat(cache.getAndPut("a", "2")).isEqualTo("1");
        assertThat(cache.replace("a", "3")).isTrue();
        assertThat(cache.replace("none", "3")).isFalse();
        assertThat(cache.replace("a", "2", "4")).isFalse();
        assertThat(cache.replace("a", "3", "4")).isTrue();
        assertThat(cache.getAndReplace("a", "")).isEqualTo("4");
        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.remove("a", "x")).isFalse();
        assertThat(cache.remove("a", "")).isTrue();
        assertThat(cache.remove("a")).isFalse();
        cache.putAll(Map.of("b", "1", "c", "2", "d", "3"));
        assertThat(cache.getAll(Set.of("b", "c", "d", "e")))
                .containsOnly(Map.entry("b", "1"), Map.entry("c", "2"), Map.entry("d", "3"));
        assertThat(cache.getAndRemove("b")).isEqualTo("1");
        assertThat(cache.remove("c")).isTrue();
        cache.removeAll(Set.of("d", "e"));
        assertThat(cache).isEmpty();
        cache.invokeAll(Set.of("x", "y"), (entry, arguments) -> {
            entry.setValue("new " + entry.getKey());
            return null;
        });
        Map<String, String> seen = new LinkedHashMap<>();
        cache.forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
        assertThat(seen).containsOnly(Map.entry("x", "new x"), Map.entry("y", "new y"));
        cache.removeAll();
        assertThat(cache).isEmpty();
        assertThat(cache.flaws().total()).isZero();
    }

    @Test
    void arraysAreComparedByContentAndAreNobodysButTheCallers() {
        JCache<String, byte[]> cache = jvms.open("c", raw("bytes", RawKeys.PREFIXED));
        byte[] value = {1, 2};
        cache.put("k", value);
        value[0] = 9;
        byte[] read = cache.get("k");
        assertThat(read).containsExactly(1, 2);
        assertThat(cache.replace("k", new byte[] {9, 2}, new byte[] {0})).isFalse();
        assertThat(cache.replace("k", new byte[] {1, 2}, new byte[] {3})).isTrue();
        assertThat(cache.remove("k", new byte[] {3})).isTrue();
    }

    @Test
    void aClearIsSeenByOthersAtOnceAndTheirWritesSurviveOnlyAfterIt() {
        JCache<String, String> here = strings(RawKeys.PREFIXED);
        JCache<String, String> there = jvms.openElsewhere("c", raw("string", RawKeys.PREFIXED));
        here.put("a", "1");
        there.put("b", "2");
        assertThat(there.get("a")).isEqualTo("1");
        there.clear();
        assertThat(here.get("a")).isNull();
        assertThat(here.get("b")).isNull();
        assertThat(here.putIfAbsent("a", "3")).isTrue();
        assertThat(there.get("a")).isEqualTo("3");
        assertThat(there.getAndPut("b", "4")).isNull();
        assertThat(here).hasSize(2);
    }

    @Test
    void aClearBetweenReadAndWriteIsNotUndoneByTheWrite() {
        JCache<String, String> here = strings(RawKeys.PREFIXED);
        JCache<String, String> there = jvms.openElsewhere("c", raw("string", RawKeys.PREFIXED));
        here.put("k", "old");
        String seen = here.invoke("k", (entry, arguments) -> {
            String before = entry.exists() ? entry.getValue() : "none";
            if (before.equals("old")) {
                there.clear();
            }
            entry.setValue(before + "+");
            return before;
        });
        assertThat(seen).isEqualTo("none");
        assertThat(there.get("k")).isEqualTo("none+");

        here.putAll(Map.of("m", "old", "n", "old"));
        here.invokeAll(Set.of("m", "n"), (entry, arguments) -> {
            String before = entry.exists() ? entry.getValue() : "none";
            if (before.equals("old")) {
                there.clear();
            }
            entry.setValue(before + "+");
            return null;
        });
        assertThat(there.getAll(Set.of("m", "n"))).containsOnly(Map.entry("m", "none+"), Map.entry("n", "none+"));
    }

    @Test
    void aLoadThatAClearOvertakesIsNotStored() {
        JCache<String, String> there = jvms.openElsewhere("c", raw("string", RawKeys.PREFIXED));
        there.put("warm", "x");
        KetchConfiguration<String, String> configuration = raw("string", RawKeys.PREFIXED);
        configuration.setReadThrough(true).setCacheLoaderFactory(() -> new CacheLoader<>() {
            @Override
            public String load(String key) {
                there.clear();
                return "loaded " + key;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                Map<String, String> all = new LinkedHashMap<>();
                keys.forEach(key -> all.put(key, load(key)));
                return all;
            }
        });
        JCache<String, String> here = jvms.open("c", configuration);
        assertThat(here.get("k")).isEqualTo("loaded k");
        assertThat(there.get("k")).isNull();
    }

    @Test
    void aCounterThatWasLostLeavesNothingAlive() {
        JCache<String, String> cache = strings(RawKeys.PREFIXED);
        cache.put("k", "v");
        byte[] counter = jvms.keys("c").generationKey();
        assertThat(jvms.send(Request.delete(counter, 0)).isOk()).isTrue();
        assertThat(cache.get("k")).isNull();
        cache.put("k", "w");
        assertThat(cache.get("k")).isEqualTo("w");
        assertThat(jvms.send(Request.delete(counter, 0)).isOk()).isTrue();
        cache.put("k", "x");
        assertThat(cache.get("k")).isEqualTo("x");
        assertThat(jvms.send(Request.delete(counter, 0)).isOk()).isTrue();
        assertThat(cache.putIfAbsent("new", "y")).isTrue();
        assertThat(cache.get("new")).isEqualTo("y");
    }

    @ParameterizedTest
    @EnumSource
    void aRemovedItemIsGoneForOtherProgramsToo(RawKeys keys) {
        JCache<String, String> cache = strings(keys);
        cache.put("k", "v");
        String wireKey = jvms.namespace + (keys == RawKeys.PLAIN ? "/k" : ":c:k");
        Response before = item(wireKey);
        assertThat(before.isOk()).isTrue();
        assertThat(cache.remove("k")).isTrue();
        assertThat(item(wireKey).isOk()).isFalse();
        byte[] key = wireKey.getBytes(US_ASCII);
        for (Request request : new Request[] {
            Request.touch(key, 0),
            Request.delete(key, 0),
            Request.store(Opcode.REPLACE, key, 0, 0, new byte[1], new byte[0], 0),
            Request.store(Opcode.SET, key, 0, 0, new byte[1], new byte[0], before.cas())
        }) {
            assertThat(jvms.send(request).isOk()).as("%s", request.opcode()).isFalse();
        }
        assertThat(cache).isEmpty();
        assertThat(cache.remove("k")).isFalse();
        plant(wireKey, 7, "theirs");
        assertThat(cache.get("k")).isEqualTo("theirs");
        assertThat(cache.remove("k")).isTrue();
        assertThat(cache.putIfAbsent("k", "ours")).isTrue();
    }

    @Test
    void aPlainCacheIsEmptiedWithinItsPrefix() {
        JCache<String, String> cache = strings(RawKeys.PLAIN);
        for (int i = 0; i < 1000; i++) {
            cache.put("k" + i, "v");
        }
        plant(jvms.namespace + "/theirs", 7, "x");
        plant(jvms.namespace + "-not", 0, "stays");
        assertThat(cache.get("theirs")).isEqualTo("x");
        cache.clear();
        assertThat(cache).isEmpty();
        assertThat(item(jvms.namespace + "/theirs").isOk()).isFalse();
        assertThat(item(jvms.namespace + "-not").isOk()).isTrue();
    }

    /** There is no counter that could end those entries when the server is back. */
    @Test
    void aPlainCacheIsNotClearedWhereAServerIsDown() {
        JCache<String, String> cache = strings(RawKeys.PLAIN);
        cache.put("k", "v");
        MemcachedClient client = cache.unwrap(MemcachedClient.class);
        client.markOffline(client.servers().get(0));
        assertThatThrownBy(cache::clear).isInstanceOf(CacheException.class).hasMessageContaining("cache [c]");
        client.markOnline(client.servers().get(0));
        Awaiting.until(() -> "v".equals(cache.get("k")));
    }

    @Test
    void aPlainCacheWithoutAPrefixIsNeverEmptied() {
        JCache<String, String> cache = jvms.open(
                "c",
                new KetchConfiguration<String, String>().setSerializer("string").setRawKeys(RawKeys.PLAIN));
        String key = jvms.namespace + "k";
        cache.put(key, "v");
        for (Runnable attempt : new Runnable[] {
            cache::clear,
            cache::removeAll,
            () -> assertThat(cache.iterator().next()).isNull(),
            () -> cache.getCacheManager().destroyCache("c")
        }) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContainingAll("cache [c]", "keyPrefix", "prefixed");
        }
        assertThat(cache.get(key)).isEqualTo("v");
        // A counter of another cache is no key of this one.
        String counter = new String(jvms.keys("orders").generationKey(), US_ASCII);
        assertThatThrownBy(() -> cache.put(counter, "v"))
                .isInstanceOf(CacheException.class)
                .hasStackTraceContaining("generation counter");
        cache.put(counter + "x", "v");
        cache.put(jvms.namespace + ":a:b:~g", "v");
        assertThat(cache.remove(key)).isTrue();
    }

    /** Where nothing but the loads themselves can tell that it came in between. */
    @ParameterizedTest
    @ValueSource(strings = {"get", "getAll", "loadAll", "invoke", "invokeAll"})
    void aClearWhileAPlainCacheLoadsWins(String how) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        KetchConfiguration<String, String> configuration = raw("string", RawKeys.PLAIN);
        configuration.setReadThrough(true).setCacheLoaderFactory(() -> new SimpleLoader<String, String>() {
            @Override
            public String load(String key) {
                if (key.equals("k")) {
                    read.countDown();
                    ExecutorTest.await(goOn);
                }
                return "old";
            }
        });
        JCache<String, String> cache = jvms.open("c", configuration);
        // The first is loaded, and not stored yet, when the other is being loaded.
        Set<String> keys = new LinkedHashSet<>(List.of("a", "k"));
        EntryProcessor<String, String, String> looks = (entry, arguments) -> entry.getValue();
        CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> {
            switch (how) {
                case "get" -> assertThat(cache.get("k")).isEqualTo("old");
                case "getAll" -> assertThat(cache.getAll(keys)).hasSize(2);
                case "loadAll" -> {
                    CompletionListenerFuture done = new CompletionListenerFuture();
                    cache.loadAll(keys, false, done);
                    end(done);
                }
                case "invoke" -> assertThat(cache.<String>invoke("k", looks)).isEqualTo("old");
                default -> assertThat(cache.invokeAll(keys, looks)).hasSize(2);
            }
        });
        ExecutorTest.await(read);
        cache.clear();
        goOn.countDown();
        loading.get(30, TimeUnit.SECONDS);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.containsKey("a")).isFalse();
    }

    private static void end(CompletionListenerFuture future) {
        try {
            future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
