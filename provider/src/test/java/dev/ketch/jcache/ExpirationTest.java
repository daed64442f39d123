// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExpirationTest extends JvmsOnOneServer {
    private static final Duration SHORT = new Duration(TimeUnit.MILLISECONDS, 150);
    private static final Duration LONG = new Duration(TimeUnit.MINUTES, 10);

    private static MutableConfiguration<String, String> with(ExpiryPolicy policy) {
        return Jvms.<String, String>plain().setExpiryPolicyFactory(() -> policy);
    }

    /** However slow the machine: a look that ends before the deadline finds it, one that begins after does not. */
    @Test
    void anEntryLivesToTheMillisecond() {
        Cache<String, String> cache = jvms.open("c", with(new CreatedExpiryPolicy(SHORT)));
        for (int i = 0; i < 3; i++) {
            long before = System.currentTimeMillis();
            cache.put("k" + i, "v");
            long after = System.currentTimeMillis();
            long begun;
            do {
                begun = System.currentTimeMillis();
                boolean there = cache.containsKey("k" + i);
                long ended = System.currentTimeMillis();
                if (ended < before + 150) {
                    assertThat(there).as("%d ms after the put", ended - before).isTrue();
                } else if (begun > after + 150) {
                    assertThat(there).as("%d ms after the put", begun - after).isFalse();
                }
            } while (begun <= after + 150);
        }
    }

    @Test
    void anExpiredEntryIsAbsentToEveryOperation() {
        SettablePolicy policy = new SettablePolicy();
        policy.creation = new Duration(TimeUnit.MILLISECONDS, 1);
        Cache<String, String> cache = jvms.open("c", with(policy));
        for (String key : List.of("a", "b", "c", "d", "e", "f", "g")) {
            cache.put(key, "v");
        }
        Awaiting.until(() -> !cache.containsKey("g"));
        assertThat(cache.get("a")).isNull();
        assertThat(cache.getAll(Set.of("a", "b"))).isEmpty();
        assertThat(cache.replace("a", "x")).isFalse();
        assertThat(cache.replace("a", "v", "x")).isFalse();
        assertThat(cache.remove("a")).isFalse();
        assertThat(cache.remove("b", "v")).isFalse();
        assertThat(cache.getAndRemove("c")).isNull();
        assertThat(cache.getAndReplace("d", "x")).isNull();
        assertThat(cache).isEmpty();
        assertThat(cache.<Boolean>invoke("e", (entry, arguments) -> entry.exists()))
                .isFalse();
        policy.creation = Duration.ETERNAL;
        assertThat(cache.getAndPut("f", "new")).isNull();
        assertThat(cache.putIfAbsent("g", "new")).isTrue();
        assertThat(cache.getAll(Set.of("f", "g"))).isEqualTo(Map.of("f", "new", "g", "new"));
    }

    @Test
    void nullFromThePolicyLeavesTheDeadline() {
        SettablePolicy policy = new SettablePolicy();
        policy.creation = LONG;
        Cache<String, String> cache = jvms.open("c", with(policy));
        cache.put("k", "1");
        long ttl = ttl("k");
        assertThat(ttl).isBetween(590L, 602L);
        cache.put("k", "2");
        cache.replace("k", "3");
        cache.get("k");
        assertThat(ttl("k")).isBetween(580L, 602L);
        policy.update = Duration.ETERNAL;
        cache.put("k", "4");
        assertThat(ttl("k")).isEqualTo(-1);
    }

    @Test
    void anAccessMovesTheDeadline() {
        for (ExpiryPolicy policy : List.of(new AccessedExpiryPolicy(LONG), new TouchedExpiryPolicy(LONG))) {
            String name = policy.getClass().getSimpleName();
            Cache<String, String> plain = jvms.open(name, with(new CreatedExpiryPolicy(Duration.ONE_MINUTE)));
            Cache<String, String> sliding = jvms.openElsewhere(name, with(policy));
            plain.put("k", "v");
            assertThat(sliding.get("k")).isEqualTo("v");
            plain.put("m", "v");
            assertThat(sliding.getAll(Set.of("m"))).hasSize(1);
            plain.put("n", "v");
            sliding.forEach(entry -> {});
            assertThat(secondsLeft(name, "k")).isGreaterThan(500);
            assertThat(secondsLeft(name, "m")).isGreaterThan(500);
            assertThat(secondsLeft(name, "n")).isGreaterThan(500);
            assertThat(plain.get("k")).isEqualTo("v");
        }
    }

    @Test
    void thePolicyIsAskedOnceThoughTheOperationRepeats() {
        SettablePolicy policy = new SettablePolicy();
        Cache<String, String> cache = jvms.open("c", with(policy));
        Cache<String, String> other = jvms.openElsewhere("c");
        cache.put("k", "1");
        policy.asked = 0;
        int[] runs = {0};
        cache.invoke("k", (entry, arguments) -> {
            if (runs[0]++ < 3) {
                other.put("k", "theirs" + runs[0]);
            }
            entry.setValue("mine");
            return null;
        });
        assertThat(runs[0]).isEqualTo(4);
        assertThat(policy.asked).isEqualTo(1);
        assertThat(other.get("k")).isEqualTo("mine");
    }

    @Test
    void eternalEntriesHaveNoExpiry() {
        jvms.<String, String>open("c", with(new EternalExpiryPolicy())).put("k", "v");
        assertThat(ttl("k")).isEqualTo(-1);
    }

    private long ttl(String key) {
        return secondsLeft("c", key);
    }
}
