// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.ServerUnavailableException;
import dev.ketch.testkit.MemcachedProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries whose time begins anew with every access: moved along with the read where memcached alone may end them. */
@Timeout(60)
class SlidingExpiryTest extends JvmsOnOneServer {
    private static final long MINUTES = 600;
    private static final Duration TEN_MINUTES = new Duration(TimeUnit.SECONDS, MINUTES);
    private static final Map<String, Consumer<KetchCache<String, String>>> READS = new LinkedHashMap<>();
    private static final Map<String, Consumer<KetchCache<String, String>>> OTHERS = new LinkedHashMap<>();

    static {
        READS.put("get", c -> assertThat(c.get("k")).isEqualTo("v"));
        READS.put("getAsync", c -> assertThat(AsyncTest.end(c.getAsync("k"))).isEqualTo("v"));
        READS.put("getAll", c -> assertThat(c.getAll(Set.of("k", "other"))).hasSize(1));
        READS.put("getAllAsync", c -> assertThat(AsyncTest.end(c.getAllAsync(Set.of("k", "other"))))
                .hasSize(1));
        OTHERS.put("iterator", c -> assertThat(c.iterator().next().getValue()).isEqualTo("v"));
        OTHERS.put("invoke", c -> assertThat(c.<String>invoke("k", (entry, arguments) -> entry.getValue()))
                .isEqualTo("v"));
        OTHERS.put(
                "invokeAll", c -> assertThat(c.<String>invokeAll(Set.of("k"), (entry, arguments) -> entry.getValue()))
                        .hasSize(1));
        OTHERS.put(
                "replace wrong", c -> assertThat(c.replace("k", "wrong", "w")).isFalse());
        OTHERS.put("remove wrong", c -> assertThat(c.remove("k", "wrong")).isFalse());
    }

    static Stream<String> reads() {
        return READS.keySet().stream();
    }

    static Stream<String> accesses() {
        return Stream.concat(READS.keySet().stream(), OTHERS.keySet().stream());
    }

    private static void access(String form, KetchCache<String, String> cache) {
        (READS.containsKey(form) ? READS : OTHERS).get(form).accept(cache);
    }

    private KetchCache<String, String> open(Factory<ExpiryPolicy> policy) {
        return jvms.open("c", Jvms.<String, String>plain().setExpiryPolicyFactory(policy));
    }

    private KetchCache<String, String> elsewhere(Factory<ExpiryPolicy> policy) {
        return jvms.openElsewhere("c", Jvms.<String, String>plain().setExpiryPolicyFactory(policy));
    }

    private KetchCache<String, String> touched() {
        return open(TouchedExpiryPolicy.factoryOf(TEN_MINUTES));
    }

    private void assertTenMinutesLeft() {
        assertThat(secondsLeft("c", "k")).isBetween(MINUTES - 20, MINUTES + 2);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aReadMovesTheDeadlineAndWritesNothing(String form) {
        KetchCache<String, String> cache = touched();
        cache.put("k", "v");
        assertTenMinutesLeft();
        keep("c", "k", 100);
        long cas = jvms.item("c", "k").cas();
        access(form, cache);
        assertTenMinutesLeft();
        assertThat(jvms.item("c", "k").cas()).isEqualTo(cas);
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void everyAccessMovesIt(String form) {
        KetchCache<String, String> cache = touched();
        cache.put("k", "v");
        keep("c", "k", 100);
        access(form, cache);
        assertTenMinutesLeft();
        assertThat(cache.get("k")).isEqualTo("v");
    }

    @Test
    void whatIsNoAccessDoesNot() {
        KetchCache<String, String> cache = touched();
        cache.put("k", "v");
        keep("c", "k", 100);
        assertThat(cache.containsKey("k")).isTrue();
        assertThat(cache.putIfAbsent("k", "w")).isFalse();
        assertThat(cache.<Boolean>invoke("k", (entry, arguments) -> entry.exists()))
                .isTrue();
        assertThat(cache.iterator().hasNext()).isTrue();
        assertThat(secondsLeft("c", "k")).isBetween(50L, 100L);
    }

    @Test
    void everyUpdateMovesIt() {
        KetchCache<String, String> cache = touched();
        List<Consumer<KetchCache<String, String>>> updates = List.of(
                c -> c.put("k", "w"),
                c -> c.putAll(Map.of("k", "w")),
                c -> c.getAndPut("k", "w"),
                c -> c.replace("k", "w"),
                c -> c.invoke("k", (entry, arguments) -> {
                    entry.setValue("w");
                    return null;
                }));
        for (Consumer<KetchCache<String, String>> update : updates) {
            cache.put("k", "v");
            keep("c", "k", 100);
            update.accept(cache);
            assertTenMinutesLeft();
            assertThat(cache.get("k")).isEqualTo("w");
        }
    }

    @Test
    void theServerEndsIt() {
        KetchCache<String, String> cache = touched();
        cache.put("k", "v");
        keep("c", "k", 1);
        Awaiting.until(() -> !cache.containsKey("k"));
        assertThat(cache.get("k")).isNull();
        assertThat(cache.getAll(Set.of("k"))).isEmpty();
        assertThat(cache.replace("k", "w")).isFalse();
        assertThat(cache).isEmpty();
        assertThat(cache.putIfAbsent("k", "w")).isTrue();
    }

    /** By the real time, and that of memcached, whose clock may leave a second out meanwhile. */
    @Test
    void anEntryLivesItsTimeASecondLessOrTwoMore() {
        KetchCache<String, String> cache = open(TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 10)));
        long before = System.nanoTime();
        cache.put("k", "v");
        long after = System.nanoTime();
        boolean there = true;
        while (there) {
            long begun = System.nanoTime();
            there = cache.containsKey("k");
            long ended = System.nanoTime();
            if (ended - before < TimeUnit.MILLISECONDS.toNanos(9_000)) {
                assertThat(there).isTrue();
            }
            if (begun - after > TimeUnit.MILLISECONDS.toNanos(12_100)) {
                assertThat(there).isFalse();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void anEntryOfItsOwnTimeBecomesOneOfThePolicys(String form) {
        KetchCache<String, String> cache = touched();
        for (java.time.Duration own :
                List.of(java.time.Duration.ofSeconds(90), java.time.Duration.ofDays(90), KetchCache.FOREVER)) {
            cache.put("k", "v", own);
            access(form, cache);
            assertTenMinutesLeft();
            keep("c", "k", 100);
            access(form, cache);
            assertTenMinutesLeft();
        }
    }

    /** What cannot be exact enough, or need not be moved by memcached, has its deadline in the header. */
    @Test
    void otherwiseItIsExact() {
        int n = 0;
        for (ExpiryPolicy policy : List.of(
                new TouchedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 9_999)),
                new TouchedExpiryPolicy(new Duration(TimeUnit.SECONDS, 9)),
                new TouchedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 90_500)),
                new TouchedExpiryPolicy(new Duration(TimeUnit.DAYS, 366)),
                new AccessedExpiryPolicy(TEN_MINUTES),
                unknown())) {
            String name = "exact" + n++;
            Duration duration = policy.getExpiryForAccess();
            long millis = duration.getTimeUnit().toMillis(duration.getDurationAmount());
            KetchCache<String, String> cache =
                    jvms.open(name, Jvms.<String, String>plain().setExpiryPolicyFactory(() -> policy));
            // A long time, lest it be over before it is read.
            cache.put("k", "v", java.time.Duration.ofHours(1));
            long before = System.currentTimeMillis();
            assertThat(cache.get("k")).isEqualTo("v");
            assertThat(deadline(name, "k")).isBetween(before + millis, System.currentTimeMillis() + millis);
        }
    }

    /** That all its answers are the same, nobody can know. */
    private static ExpiryPolicy unknown() {
        SettablePolicy policy = new SettablePolicy();
        policy.creation = TEN_MINUTES;
        policy.access = TEN_MINUTES;
        policy.update = TEN_MINUTES;
        return policy;
    }

    @Test
    void theOptionMakesItExact() {
        try (Jvms exact = new Jvms("?timeout=20s&slidingExpiry=exact", server)) {
            KetchCache<String, String> cache = exact.open(
                    "c",
                    Jvms.<String, String>plain().setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(TEN_MINUTES)));
            jvms.close();
            jvms = exact;
            cache.put("k", "v");
            long first = deadline("c", "k");
            Awaiting.until(() -> System.currentTimeMillis() > first - MINUTES * 1000 + 1);
            assertThat(cache.get("k")).isEqualTo("v");
            assertThat(deadline("c", "k")).isGreaterThan(first);
        }
    }

    /** A JVM of another policy leaves such an entry as it is where its policy says nothing, else does what it says. */
    @Test
    void jvmsOfOtherPoliciesReadAndWriteThem() {
        KetchCache<String, String> cache = touched();
        KetchCache<String, String> created = elsewhere(CreatedExpiryPolicy.factoryOf(Duration.ONE_DAY));
        cache.put("k", "v");
        keep("c", "k", 100);
        assertThat(created.get("k")).isEqualTo("v");
        assertThat(secondsLeft("c", "k")).isBetween(50L, 100L);
        assertThat(created.replace("k", "w")).isTrue();
        assertTenMinutesLeft();
        keep("c", "k", 100);
        assertThat(cache.get("k")).isEqualTo("w");
        assertTenMinutesLeft();

        jvms.second.getCacheManager(jvms.uri, null).close();
        KetchCache<String, String> accessed = elsewhere(AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
        assertThat(accessed.get("k")).isEqualTo("w");
        assertThat(secondsLeft("c", "k")).isBetween(3500L, 3602L);
        assertThat(cache.get("k")).isEqualTo("w");
        assertTenMinutesLeft();

        jvms.second.getCacheManager(jvms.uri, null).close();
        KetchCache<String, String> eternal = elsewhere(EternalExpiryPolicy.factoryOf());
        eternal.put("k", "x");
        assertThat(secondsLeft("c", "k")).isEqualTo(-1);
        assertThat(cache.get("k")).isEqualTo("x");
        assertTenMinutesLeft();
    }

    @Test
    void aReadBringsNothingBack() {
        KetchCache<String, String> cache = touched();
        KetchCache<String, String> there = elsewhere(TouchedExpiryPolicy.factoryOf(TEN_MINUTES));
        cache.put("k", "v");
        there.remove("k");
        assertThat(cache.get("k")).isNull();
        assertThat(there.get("k")).isNull();
        cache.put("k", "v");
        there.clear();
        assertThat(cache.getAll(Set.of("k"))).isEmpty();
        assertThat(there.get("k")).isNull();
    }

    /** It has changed no value, whatever became of the deadline. */
    @Test
    void aReadThatIsNotAnsweredIsNoChangeOfUnknownOutcome() {
        try (MemcachedProcess own = MemcachedProcess.start();
                Jvms there = new Jvms("?timeout=1s&onUnavailable=fail", own)) {
            KetchCache<String, String> cache = there.open(
                    "c",
                    Jvms.<String, String>plain().setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(TEN_MINUTES)));
            Awaiting.until(() -> {
                cache.put("k", "v");
                return true;
            });
            own.stop();
            assertThatThrownBy(() -> cache.get("k"))
                    .isInstanceOf(ServerUnavailableException.class)
                    .hasMessageContaining("No value was changed");
            own.cont();
        }
    }
}
