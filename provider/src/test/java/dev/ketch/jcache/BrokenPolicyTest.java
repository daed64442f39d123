// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that throw, or give nothing for a new entry. */
@Timeout(60)
class BrokenPolicyTest extends JvmsOnOneServer {
    private final SettablePolicy policy = new SettablePolicy();

    private KetchCache<String, String> open(Jvms in) {
        return in.open(
                "c",
                Jvms.<String, String>plain()
                        .setExpiryPolicyFactory(() -> policy)
                        .setCacheLoaderFactory(Forms.NewLoader::new)
                        .setStatisticsEnabled(true));
    }

    private static Throwable thrown(String kind) {
        return switch (kind) {
            case "checked" -> new IOException("broken on purpose");
            case "unchecked" -> new IllegalStateException("broken on purpose");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void newEntriesLiveAsThoseOfWhichNothingIsSaid(String kind) {
        try (Jvms defaults = new Jvms("?timeout=20s&expiry=created%2010m", server)) {
            policy.broken = thrown(kind);
            KetchCache<String, String> cache = open(defaults);
            long before = System.currentTimeMillis();
            cache.put("a", "1");
            cache.putIfAbsent("b", "1");
            cache.putAll(Map.of("c", "1"));
            cache.invoke("d", (entry, arguments) -> {
                entry.setValue("1");
                return null;
            });
            jvms.close();
            jvms = defaults;
            for (String key : Set.of("a", "b", "c", "d")) {
                assertThat(deadline("c", key) - before).isBetween(600_000L, 660_000L);
            }
        }
    }

    @Test
    void withNoDefaultTheyAreEternal() {
        policy.broken = thrown("unchecked");
        KetchCache<String, String> cache = open(jvms);
        cache.put("k", "1");
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(deadline("c", "k")).isZero();
        assertThat(secondsLeft("c", "k")).isEqualTo(-1);
    }

    @Test
    void noDurationForNewEntriesIsTheSame() {
        try (Jvms defaults = new Jvms("?timeout=20s&expiry=created%2010m", server)) {
            policy.creation = null;
            KetchCache<String, String> cache = open(defaults);
            long before = System.currentTimeMillis();
            cache.put("k", "1");
            jvms.close();
            jvms = defaults;
            assertThat(deadline("c", "k") - before).isBetween(600_000L, 660_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked", "unchecked"})
    void nothingLivesLongerForIt(String kind) {
        policy.creation = Duration.TEN_MINUTES;
        KetchCache<String, String> cache = open(jvms);
        cache.put("k", "1");
        long deadline = deadline("c", "k");
        policy.broken = thrown(kind);
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(cache.getAll(Set.of("k"))).hasSize(1);
        assertThat(cache.iterator().next().getValue()).isEqualTo("1");
        cache.put("k", "2");
        assertThat(cache.replace("k", "2", "3")).isTrue();
        assertThat(cache.getAndPut("k", "4")).isEqualTo("3");
        cache.putAll(Map.of("k", "5"));
        assertThat(cache.get("k")).isEqualTo("5");
        assertThat(deadline("c", "k")).isEqualTo(deadline);

        CacheStatisticsMXBean statistics = cache.unwrap(CacheStatisticsMXBean.class);
        assertThat(statistics.getCachePuts()).isEqualTo(5);
        assertThat(statistics.getCacheMisses()).isZero();
        assertThat(statistics.getCacheHits()).isEqualTo(6);
        assertThat(statistics.getCacheRemovals()).isZero();
    }

    static Stream<String> forms() {
        return Stream.of(Forms.UPDATES, Forms.LOOKS).flatMap(forms -> forms.keySet().stream());
    }

    /** By whatever operation; and the operation itself is done. */
    @ParameterizedTest
    @MethodSource("forms")
    void noFormOfUpdateOrAccessMovesTheDeadline(String form) {
        KetchCache<String, String> cache = open(jvms);
        for (String kind : List.of("checked", "unchecked")) {
            policy.broken = null;
            policy.creation = Duration.TEN_MINUTES;
            cache.remove("k");
            cache.put("k", "old");
            long deadline = deadline("c", "k");
            policy.asked = 0;
            policy.broken = thrown(kind);
            Forms.of(form).accept(cache);
            boolean isUpdate = Forms.UPDATES.containsKey(form);
            // Neither is an access.
            boolean isNothing =
                    List.of("containsKey", "putIfAbsent", "loadAll keeping").contains(form);
            assertThat(policy.asked).isEqualTo(isNothing ? 0 : 1);
            assertThat(deadline("c", "k")).isEqualTo(deadline);
            assertThat(cache.get("k")).isEqualTo(isUpdate ? "new" : "old");
        }
        CacheStatisticsMXBean statistics = cache.unwrap(CacheStatisticsMXBean.class);
        boolean isPut = Forms.UPDATES.containsKey(form) && !form.equals("loadAll");
        assertThat(statistics.getCachePuts()).isEqualTo(isPut ? 4 : 2);
        assertThat(statistics.getCacheRemovals()).isEqualTo(1);
    }

    /** Where the JVM itself may be in trouble, it is told; no lock stays behind, and nothing is half done. */
    @Test
    void anErrorComesOutAndLeavesTheEntryAsItWas() throws Exception {
        policy.creation = Duration.TEN_MINUTES;
        KetchCache<String, String> cache = open(jvms);
        cache.put("k", "1");
        long deadline = deadline("c", "k");
        policy.broken = new NoClassDefFoundError("gone");
        assertThatThrownBy(() -> cache.put("k", "2")).isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> {
                    entry.setValue("2");
                    return null;
                }))
                .isInstanceOf(NoClassDefFoundError.class);
        policy.broken = null;
        assertThat(deadline("c", "k")).isEqualTo(deadline);
        assertThat(cache.get("k")).isEqualTo("1");
        // On another thread, which would have to wait for a lock.
        long begun = System.nanoTime();
        CompletableFuture.runAsync(() -> cache.put("k", "3")).get(50, TimeUnit.SECONDS);
        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(4));
        assertThat(cache.get("k")).isEqualTo("3");
        assertThat(cache.unwrap(CacheStatisticsMXBean.class).getCachePuts()).isEqualTo(2);
    }

    @Test
    void theLogTellsOfItOnce() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        // Held, since the JDK refers to it weakly.
        Logger log = Logger.getLogger("dev.ketch.jcache.Expiry");
        log.addHandler(handler);
        try {
            policy.broken = thrown("unchecked");
            KetchCache<String, String> cache = open(jvms);
            for (int i = 0; i < 5; i++) {
                cache.put("k" + i, "1");
                cache.get("k" + i);
                cache.put("k" + i, "2");
            }
        } finally {
            log.removeHandler(handler);
        }
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
            assertThat(new SimpleFormatter().formatMessage(entry)).contains("cache [c]");
            assertThat(entry.getThrown()).hasMessage("broken on purpose");
        });
    }

    @Test
    void aFactoryThatFailsOrGivesNoneMakesNoCache() {
        assertThatThrownBy(() -> jvms.open("c", with(() -> {
                    throw new IllegalStateException("no policy today");
                })))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll("cache [c]", "expiry policy")
                .hasRootCauseMessage("no policy today");
        assertThatThrownBy(() -> jvms.open("c", with(nothing())))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll("cache [c]", "expiry policy");
        assertThat(requireNonNull(jvms.first.getCacheManager(jvms.uri, null)).getCacheNames())
                .isEmpty();
        assertThat(jvms.<String, String>open("c").get("k")).isNull();
    }

    private static javax.cache.configuration.MutableConfiguration<String, String> with(
            Factory<? extends ExpiryPolicy> factory) {
        return Jvms.<String, String>plain().setExpiryPolicyFactory(factory);
    }

    @SuppressWarnings("NullAway") // what a user can do
    private static Factory<@Nullable ExpiryPolicy> nothing() {
        return () -> null;
    }
}
