// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import java.util.List;
import java.util.stream.Stream;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An update that the policy has no duration for leaves the deadline to the millisecond, in whatever form it comes. */
@Timeout(60)
class KeptDeadlineTest extends JvmsOnOneServer {
    static Stream<String> forms() {
        return Forms.UPDATES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void createdAndAccessedKeepIt(String form) {
        for (Factory<ExpiryPolicy> policy : List.of(
                CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR), AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR))) {
            String name = "c" + policy.create().getClass().getSimpleName();
            KetchCache<String, String> cache = jvms.open(
                    name,
                    Jvms.<String, String>plain()
                            .setExpiryPolicyFactory(policy)
                            .setCacheLoaderFactory(Forms.NewLoader::new));
            // One that no policy would come to by itself.
            cache.put("k", "old", java.time.Duration.ofMillis(1_234_567));
            long deadline = deadline(name, "k");
            Forms.of(form).accept(cache);
            assertThat(deadline(name, "k")).isEqualTo(deadline);
            assertThat(secondsLeft(name, "k")).isBetween(1200L, 1237L);
            assertThat(cache.get("k")).isEqualTo("new");
        }
    }

    /** Whether the operation has to read what is there, or not. */
    @ParameterizedTest
    @MethodSource("forms")
    void withAnEternalPolicyEveryUpdateIsForEver(String form) {
        KetchCache<String, String> cache =
                jvms.open("eternal", Jvms.<String, String>plain().setCacheLoaderFactory(Forms.NewLoader::new));
        cache.put("k", "old", java.time.Duration.ofMinutes(30));
        Forms.of(form).accept(cache);
        assertThat(cache.get("k")).isEqualTo("new");
        assertThat(secondsLeft("eternal", "k")).isEqualTo(-1);
    }
}
