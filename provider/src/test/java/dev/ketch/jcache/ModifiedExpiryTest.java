// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import java.util.stream.Stream;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a {@link ModifiedExpiryPolicy} the time of an entry begins anew with each update, and with nothing else. */
@Timeout(60)
class ModifiedExpiryTest extends JvmsOnOneServer {
    private static final long HOUR = 3_600_000;

    /** One that the policy would not come to by itself. */
    private static final java.time.Duration OWN = java.time.Duration.ofMillis(1_234_567);

    private KetchCache<String, String> open() {
        return jvms.open(
                "c",
                Jvms.<String, String>plain()
                        .setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(Duration.ONE_HOUR))
                        .setCacheLoaderFactory(Forms.NewLoader::new));
    }

    static Stream<String> updates() {
        return Forms.UPDATES.keySet().stream();
    }

    static Stream<String> looks() {
        return Forms.LOOKS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("updates")
    void anUpdateBeginsItAnew(String form) {
        KetchCache<String, String> cache = open();
        cache.put("k", "old", OWN);
        long before = System.currentTimeMillis();
        Forms.of(form).accept(cache);
        long after = System.currentTimeMillis();
        assertThat(deadline("c", "k")).isBetween(before + HOUR, after + HOUR);
        assertThat(secondsLeft("c", "k")).isBetween(3500L, 3603L);
        assertThat(cache.get("k")).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("looks")
    void aLookLeavesIt(String form) {
        KetchCache<String, String> cache = open();
        cache.put("k", "old", OWN);
        long deadline = deadline("c", "k");
        Forms.of(form).accept(cache);
        assertThat(deadline("c", "k")).isEqualTo(deadline);
        assertThat(secondsLeft("c", "k")).isBetween(1100L, 1237L);
        assertThat(cache.get("k")).isEqualTo("old");
    }
}
