// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations that memcached takes for points in time, or cannot count; judged by what it says is left of the items. */
@Timeout(60)
class LongDurationsTest extends JvmsOnOneServer {
    private static final long THIRTY_DAYS = 30L * 24 * 60 * 60;

    /** Seconds for which a test may take too long. */
    private static final long SLOW = 20;

    private String open(Factory<ExpiryPolicy> policy) {
        String name = "c" + System.nanoTime();
        Cache<String, String> cache =
                jvms.open(name, Jvms.<String, String>plain().setExpiryPolicyFactory(policy));
        cache.put("k", "v");
        assertThat(cache.get("k")).isEqualTo("v");
        return name;
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                THIRTY_DAYS - 2,
                THIRTY_DAYS - 1,
                THIRTY_DAYS,
                THIRTY_DAYS + 1,
                THIRTY_DAYS + 2,
                2 * THIRTY_DAYS,
                10 * 365 * 24 * 60 * 60
            })
    void theServerKeepsItAsLong(long seconds) {
        Duration duration = new Duration(TimeUnit.SECONDS, seconds);
        for (Factory<ExpiryPolicy> policy : List.of(
                CreatedExpiryPolicy.factoryOf(duration),
                ModifiedExpiryPolicy.factoryOf(duration),
                TouchedExpiryPolicy.factoryOf(duration))) {
            String name = open(policy);
            assertThat(secondsLeft(name, "k")).isBetween(seconds - SLOW, seconds + 3);
        }
    }

    @Test
    void whatItCannotCountItKeepsAndTheHeaderEnds() {
        long century = TimeUnit.DAYS.toMillis(36_525);
        for (Factory<ExpiryPolicy> policy : List.of(
                CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, century)),
                TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, century)))) {
            long before = System.currentTimeMillis();
            String name = open(policy);
            assertThat(deadline(name, "k")).isBetween(before + century, System.currentTimeMillis() + century);
            assertThat(secondsLeft(name, "k")).isEqualTo(-1);
        }
    }

    @Test
    void whatNoClockCanCountIsEternal() {
        for (TimeUnit unit : List.of(TimeUnit.MILLISECONDS, TimeUnit.SECONDS, TimeUnit.DAYS)) {
            for (long amount : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1}) {
                Duration duration = new Duration(unit, amount);
                for (Factory<ExpiryPolicy> policy :
                        List.of(CreatedExpiryPolicy.factoryOf(duration), TouchedExpiryPolicy.factoryOf(duration))) {
                    String name = open(policy);
                    assertThat(deadline(name, "k")).isZero();
                    assertThat(secondsLeft(name, "k")).isEqualTo(-1);
                }
            }
        }
    }
}
