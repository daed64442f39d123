// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.jcache.event.HearsAll;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that a JVM meets past their deadline, by whatever operation: its listeners hear of each once. */
@Timeout(60)
class ExpiredEventsTest extends JvmsOnOneServer {
    private static final Map<String, Consumer<KetchCache<String, String>>> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("get", c -> assertThat(c.get("k")).isNull());
        OPERATIONS.put(
                "getAsync", c -> assertThat(AsyncTest.end(c.getAsync("k"))).isNull());
        OPERATIONS.put("getAll", c -> assertThat(c.getAll(Set.of("k", "other"))).isEmpty());
        OPERATIONS.put("getAllAsync", c -> assertThat(AsyncTest.end(c.getAllAsync(Set.of("k", "other"))))
                .isEmpty());
        OPERATIONS.put("containsKey", c -> assertThat(c.containsKey("k")).isFalse());
        OPERATIONS.put("containsKeyAsync", c -> assertThat(AsyncTest.end(c.containsKeyAsync("k")))
                .isFalse());
        OPERATIONS.put("iterator", c -> assertThat(c.iterator()).isExhausted());
        OPERATIONS.put("put", c -> c.put("k", "new"));
        OPERATIONS.put("put with its own time", c -> c.put("k", "new", java.time.Duration.ofHours(1)));
        OPERATIONS.put("putAsync", c -> AsyncTest.end(c.putAsync("k", "new")));
        OPERATIONS.put("getAndPut", c -> assertThat(c.getAndPut("k", "new")).isNull());
        OPERATIONS.put("putIfAbsent", c -> assertThat(c.putIfAbsent("k", "new")).isTrue());
        OPERATIONS.put("putAll", c -> c.putAll(Map.of("k", "new")));
        OPERATIONS.put("replace", c -> assertThat(c.replace("k", "new")).isFalse());
        OPERATIONS.put(
                "replace old", c -> assertThat(c.replace("k", "old", "new")).isFalse());
        OPERATIONS.put(
                "getAndReplace", c -> assertThat(c.getAndReplace("k", "new")).isNull());
        OPERATIONS.put("remove", c -> assertThat(c.remove("k")).isFalse());
        OPERATIONS.put("remove old", c -> assertThat(c.remove("k", "old")).isFalse());
        OPERATIONS.put("getAndRemove", c -> assertThat(c.getAndRemove("k")).isNull());
        OPERATIONS.put("removeAll, which tells of each", KetchCache::removeAll);
        OPERATIONS.put("removeAll keys", c -> c.removeAll(Set.of("k", "other")));
        OPERATIONS.put(
                "invoke that looks", c -> assertThat(c.<Boolean>invoke("k", (entry, arguments) -> entry.exists()))
                        .isFalse());
        OPERATIONS.put(
                "invoke that sets",
                c -> c.invoke("k", (entry, arguments) -> {
                    entry.setValue("new");
                    return null;
                }));
        OPERATIONS.put(
                "invoke that removes",
                c -> c.invoke("k", (entry, arguments) -> {
                    entry.remove();
                    return null;
                }));
        OPERATIONS.put("invokeAll that looks", c -> assertThat(
                        c.<Boolean>invokeAll(Set.of("k"), (entry, arguments) -> entry.exists())
                                .get("k")
                                .get())
                .isFalse());
    }

    static Stream<String> operations() {
        return OPERATIONS.keySet().stream();
    }

    private static final class Heard implements HearsAll<String, String> {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void hear(CacheEntryEvent<? extends String, ? extends String> e) {
            events.add(e.getEventType() + " " + e.getKey() + " " + e.isOldValueAvailable() + " " + e.getValue());
        }
    }

    private static void listen(
            KetchCache<String, String> cache,
            CacheEntryExpiredListener<String, String> listener,
            boolean oldValue,
            boolean synchronous) {
        cache.registerCacheEntryListener(new MutableCacheEntryListenerConfiguration<>(
                new SingletonFactory<>(listener), null, oldValue, synchronous));
    }

    private KetchCache<String, String> open() {
        return jvms.open("c", hour());
    }

    private static MutableConfiguration<String, String> hour() {
        return Jvms.<String, String>plain().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    }

    /** Entries past their deadline that memcached still has, however slow the test is. */
    private void layDead(KetchCache<String, String> by, String... keys) {
        for (String key : keys) {
            by.put(key, "old", java.time.Duration.ofSeconds(30));
            long before = System.currentTimeMillis();
            by.put(key, "old", java.time.Duration.ofMillis(1));
            keep("c", key, 1000);
            Awaiting.until(
                    () -> System.currentTimeMillis() > before + 1 && System.currentTimeMillis() > deadline("c", key));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void eachOperationTellsOnce(String operation) {
        KetchCache<String, String> cache = open();
        layDead(cache, "k");
        Heard heard = new Heard();
        Heard without = new Heard();
        Heard later = new Heard();
        listen(cache, heard, true, true);
        listen(cache, without, false, true);
        listen(cache, later, true, false);
        OPERATIONS.get(operation).accept(cache);
        boolean creates = jvms.item("c", "k").isOk();
        List<String> expected =
                creates ? List.of("EXPIRED k true old", "CREATED k false new") : List.of("EXPIRED k true old");
        assertThat(heard.events).isEqualTo(expected);
        assertThat(without.events.get(0)).isEqualTo("EXPIRED k false null");
        assertThat(without.events).hasSameSizeAs(expected);
        cache.containsKey("k");
        assertThat(cache.iterator().hasNext()).isEqualTo(creates);
        assertThat(heard.events).isEqualTo(expected);
        Awaiting.until(() -> later.events.size() == expected.size());
        assertThat(later.events).isEqualTo(expected);
    }

    /** Of several JVMs that meet it, the one that removes it. */
    @Test
    void oneJvmAloneTells() {
        KetchCache<String, String> here = open();
        KetchCache<String, String> there = jvms.openElsewhere("c", hour());
        layDead(here, "a", "b");
        Heard heardHere = new Heard();
        Heard heardThere = new Heard();
        listen(here, heardHere, true, true);
        listen(there, heardThere, true, true);
        assertThat(here.get("a")).isNull();
        assertThat(there.get("a")).isNull();
        assertThat(there.getAll(Set.of("a", "b"))).isEmpty();
        assertThat(here.containsKey("b")).isFalse();
        assertThat(heardHere.events).containsExactly("EXPIRED a true old");
        assertThat(heardThere.events).containsExactly("EXPIRED b true old");
    }

    /** memcached has let it go by itself, and says so to nobody. */
    @Test
    void whatTheServerHasDroppedIsNotHeardOf() {
        KetchCache<String, String> cache = open();
        Heard heard = new Heard();
        listen(cache, heard, true, true);
        cache.put("k", "v", java.time.Duration.ofMillis(1));
        Awaiting.until(() -> !jvms.item("c", "k").isOk());
        assertThat(cache.get("k")).isNull();
        assertThat(heard.events).containsExactly("CREATED k false v");
    }

    @Test
    void entriesThatDieInAnIterationAreHeardOf() {
        KetchCache<String, String> cache = open();
        layDead(cache, "a", "b");
        cache.put("c", "live");
        Heard heard = new Heard();
        listen(cache, heard, true, true);
        assertThat(cache).hasSize(1);
        assertThat(heard.events).containsExactlyInAnyOrder("EXPIRED a true old", "EXPIRED b true old");
    }

    @Test
    void whatWasReadAheadAndDiedSinceIsHeardOf() {
        KetchCache<String, String> cache = open();
        Heard heard = new Heard();
        listen(cache, heard, true, true);
        cache.put("a", "old", java.time.Duration.ofSeconds(3));
        cache.put("b", "old", java.time.Duration.ofSeconds(3));
        keep("c", "a", 1000);
        keep("c", "b", 1000);
        heard.events.clear();
        var iterator = cache.iterator();
        assertThat(iterator.hasNext()).isTrue();
        long later = Math.max(deadline("c", "a"), deadline("c", "b"));
        Awaiting.until(() -> System.currentTimeMillis() > later);
        // What was promised is kept; the other is not shown any more.
        String shown = iterator.next().getKey();
        assertThat(iterator).isExhausted();
        String hidden = shown.equals("a") ? "b" : "a";
        assertThat(heard.events).containsExactly("EXPIRED " + hidden + " true old");
    }

    private static final class CountingLoader extends SimpleLoader<String, String> {
        private final AtomicInteger loads;

        CountingLoader(AtomicInteger loads) {
            this.loads = loads;
        }

        @Override
        public String load(String key) {
            loads.incrementAndGet();
            return "loaded";
        }
    }

    private KetchCache<String, String> loading(AtomicInteger loads) {
        return jvms.open("c", hour().setReadThrough(true).setCacheLoaderFactory(() -> new CountingLoader(loads)));
    }

    @Test
    void whatIsLoadedInPlaceOfItIsStored() {
        AtomicInteger loads = new AtomicInteger();
        KetchCache<String, String> cache = loading(loads);
        layDead(cache, "a", "b", "c");
        Heard heard = new Heard();
        listen(cache, heard, true, true);
        assertThat(cache.get("a")).isEqualTo("loaded");
        assertThat(AsyncTest.end(cache.getAsync("b"))).isEqualTo("loaded");
        assertThat(cache.getAll(Set.of("a", "b", "c"))).hasSize(3);
        assertThat(cache.getAll(Set.of("a", "b", "c"))).containsValue("loaded");
        assertThat(loads).hasValue(3);
        for (String key : List.of("a", "b", "c")) {
            assertThat(heard.events.stream().filter(e -> e.contains(" " + key + " ")))
                    .containsExactly("EXPIRED " + key + " true old", "CREATED " + key + " false loaded");
        }
    }

    @Test
    void loadAllMeetsThemToo() {
        KetchCache<String, String> cache = jvms.open("c", hour().setCacheLoaderFactory(HalfLoader::new));
        layDead(cache, "a", "b", "c", "d");
        Heard heard = new Heard();
        listen(cache, heard, true, true);
        AsyncTest.end(cache.loadAllAsync(Set.of("a", "b"), false));
        AsyncTest.end(cache.loadAllAsync(Set.of("c", "d"), true));
        assertThat(heard.events)
                .containsExactlyInAnyOrder(
                        "EXPIRED a true old",
                        "CREATED a false loaded",
                        "EXPIRED b true old",
                        "EXPIRED c true old",
                        "CREATED c false loaded",
                        "EXPIRED d true old");
        assertThat(cache.getAll(Set.of("a", "b", "c", "d"))).isEqualTo(Map.of("a", "loaded", "c", "loaded"));
    }

    private static final class HalfLoader extends SimpleLoader<String, String> {
        @Override
        public @Nullable String load(String key) {
            return key.equals("a") || key.equals("c") ? "loaded" : null;
        }
    }

    @Test
    void aListenerThatThrowsKeepsNothingFromBeingLoaded() {
        AtomicInteger loads = new AtomicInteger();
        KetchCache<String, String> cache = loading(loads);
        layDead(cache, "a", "b");
        listen(
                cache,
                events -> {
                    throw new IllegalStateException("deaf");
                },
                true,
                true);
        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(CacheEntryListenerException.class);
        assertThat(loads).hasValue(1);
        assertThatThrownBy(() -> cache.getAll(Set.of("a", "b"))).isInstanceOf(CacheEntryListenerException.class);
        assertThat(loads).hasValue(2);
        assertThat(cache.getAll(Set.of("a", "b"))).isEqualTo(Map.of("a", "loaded", "b", "loaded"));
        assertThat(loads).hasValue(2);
    }

    /** Nobody would hear of what memcached ends, so that deadlines of accessed entries are then in their headers. */
    @Test
    void slidingEntriesToo() {
        KetchCache<String, String> cache = jvms.open(
                "c",
                Jvms.<String, String>plain()
                        .setExpiryPolicyFactory(
                                javax.cache.expiry.TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 10))));
        Heard heard = new Heard();
        listen(cache, heard, true, true);
        long before = System.currentTimeMillis();
        cache.put("k", "v");
        assertThat(deadline("c", "k")).isBetween(before + 10_000, System.currentTimeMillis() + 10_000);
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(deadline("c", "k")).isBetween(before + 10_000, System.currentTimeMillis() + 10_000);
    }
}
