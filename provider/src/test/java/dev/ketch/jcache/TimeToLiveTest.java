// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries whose time to live is said when they are put. */
@Timeout(60)
class TimeToLiveTest extends OnOneServer {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final javax.cache.expiry.Duration SHORT_POLICY =
            new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 200);

    private static KetchCache<String, String> open(Jvms jvms, Factory<? extends ExpiryPolicy> policy) {
        return jvms.open("c", Jvms.<String, String>plain().setExpiryPolicyFactory(policy));
    }

    private static void put(KetchCache<String, String> cache, boolean waits, String key, String value, Duration ttl) {
        if (waits) {
            cache.put(key, value, ttl);
        } else {
            AsyncTest.end(cache.putAsync(key, value, ttl));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entriesDieByTheirOwnTime(boolean waits) {
        for (Factory<? extends ExpiryPolicy> policy : List.of(
                EternalExpiryPolicy.factoryOf(),
                CreatedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_HOUR),
                ModifiedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_HOUR))) {
            try (Jvms jvms = new Jvms(server)) {
                KetchCache<String, String> cache = open(jvms, policy);
                cache.put("k", "old");
                long before = System.nanoTime();
                put(cache, waits, "k", "v", SHORT);
                put(cache, waits, "l", "v", Duration.ofNanos(1));
                String found = cache.get("k");
                if (System.nanoTime() - before < SHORT.toNanos()) {
                    assertThat(found).isEqualTo("v");
                }
                Awaiting.until(() -> !cache.containsKey("k") && !cache.containsKey("l"));
                assertThat(System.nanoTime() - before)
                        .isGreaterThanOrEqualTo(SHORT.toNanos() - TimeUnit.MILLISECONDS.toNanos(2));
                // From now on it is the policy's again.
                cache.put("k", "w");
                LockSupport.parkNanos(SHORT.toNanos() * 2);
                assertThat(cache.get("k")).isEqualTo("w");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noTimeAtAllRemoves(boolean waits) {
        List<String> expired = new ArrayList<>();
        CacheEntryExpiredListener<String, String> listener =
                events -> events.forEach(event -> expired.add(event.getKey()));
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open("c");
            cache.put("k", "old");
            put(cache, waits, "k", "v", Duration.ZERO);
            put(cache, waits, "l", "v", Duration.ZERO);
            assertThat(cache.iterator()).isExhausted();
            cache.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
            cache.put("k", "old");
            put(cache, waits, "k", "v", Duration.ZERO);
            put(cache, waits, "l", "v", Duration.ZERO);
            assertThat(expired).containsExactly("k");
            assertThat(cache.iterator()).isExhausted();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forEverIsLongerThanThePolicy(boolean waits) {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = open(jvms, CreatedExpiryPolicy.factoryOf(SHORT_POLICY));
            put(cache, waits, "k", "v", KetchCache.FOREVER);
            put(cache, waits, "l", "v", Duration.ofDays(400L * 1_000_000_000L));
            put(cache, waits, "m", "v", Duration.ofDays(100));
            cache.put("n", "v");
            Awaiting.until(() -> !cache.containsKey("n"));
            assertThat(List.of(cache.containsKey("k"), cache.containsKey("l"), cache.containsKey("m")))
                    .containsOnly(true);
        }
    }

    @Test
    void onlyWhatIsAbsentGetsIt() {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache = jvms.open("c");
            assertThat(cache.putIfAbsent("k", "v", SHORT)).isTrue();
            assertThat(AsyncTest.end(cache.putIfAbsentAsync("l", "v", SHORT))).isTrue();
            Awaiting.until(() -> !cache.containsKey("k") && !cache.containsKey("l"));
            cache.put("k", "v");
            assertThat(cache.putIfAbsent("k", "w", SHORT)).isFalse();
            assertThat(AsyncTest.end(cache.putIfAbsentAsync("k", "w", SHORT))).isFalse();
            LockSupport.parkNanos(SHORT.toNanos() * 2);
            assertThat(cache.get("k")).isEqualTo("v");
        }
    }

    @Test
    void anAccessThatThePolicyCountsMovesIt() {
        try (Jvms jvms = new Jvms(server)) {
            KetchCache<String, String> cache =
                    open(jvms, AccessedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_HOUR));
            // Again where the machine was too slow to read it in time.
            Awaiting.until(() -> {
                cache.put("k", "v", SHORT);
                return cache.get("k") != null;
            });
            LockSupport.parkNanos(SHORT.toNanos() * 2);
            assertThat(cache.get("k")).isEqualTo("v");
        }
    }
}
