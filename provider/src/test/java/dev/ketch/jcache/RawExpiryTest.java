// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchConfiguration;
import dev.ketch.RawKeys;
import dev.ketch.client.protocol.Response;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.Factory;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Caches whose values are the whole items: memcached's own expiry is theirs. */
@Timeout(60)
class RawExpiryTest extends RawCaches {
    private long secondsLeft(String key) {
        return TextTalk.secondsLeft(server, jvms.namespace + "/" + key);
    }

    private JCache<String, String> expiring(Factory<ExpiryPolicy> policy) {
        KetchConfiguration<String, String> configuration = raw("string", RawKeys.PLAIN);
        configuration.setExpiryPolicyFactory(policy);
        return jvms.open("e", configuration);
    }

    @Test
    void memcachedEndsItemsInWholeSecondsRoundedUp() {
        JCache<String, String> cache =
                expiring(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 599_001)));
        cache.put("k", "v");
        assertThat(secondsLeft("k")).isBetween(590L, 600L);
        JCache<String, String> brief = jvms.openElsewhere(
                "brief",
                this.<String>raw("string", RawKeys.PREFIXED)
                        .setExpiryPolicyFactory(
                                CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 1500))));
        Awaiting.until(() -> {
            // By memcached's clock it lives for more than a second.
            brief.put("k", "v");
            return brief.containsKey("k");
        });
        Awaiting.until(() -> brief.get("k") == null);
    }

    @Test
    void anUpdateBeginsTheTimeAnewWhereThePolicyLeavesIt() {
        JCache<String, String> cache = expiring(CreatedExpiryPolicy.factoryOf(Duration.TEN_MINUTES));
        plant(jvms.namespace + "/k", 0, "theirs");
        assertThat(secondsLeft("k")).isEqualTo(-1);
        assertThat(cache.replace("k", "ours")).isTrue();
        assertThat(secondsLeft("k")).isBetween(590L, 600L);
    }

    @Test
    void anAccessMovesTheDeadlineAndLeavesFlagsAndCas() {
        JCache<String, String> cache = expiring(TouchedExpiryPolicy.factoryOf(Duration.TEN_MINUTES));
        plant(jvms.namespace + "/k", 48879, "theirs");
        Response before = item(jvms.namespace + "/k");
        assertThat(cache.get("k")).isEqualTo("theirs");
        assertThat(secondsLeft("k")).isBetween(590L, 600L);
        Response after = item(jvms.namespace + "/k");
        assertThat(after.flags()).isEqualTo(48879);
        assertThat(after.cas()).isEqualTo(before.cas());
        plant(jvms.namespace + "/k", 48879, "again");
        assertThat(cache.getAll(Set.of("k"))).hasSize(1);
        assertThat(secondsLeft("k")).isBetween(590L, 600L);
    }

    /** A read moves an item's time in the same step, and so no other item's; where it says which items count. */
    @Test
    void plainItemsAreTouchedWithTheRead() {
        JCache<String, String> cache = expiring(TouchedExpiryPolicy.factoryOf(Duration.TEN_MINUTES));
        cache.put("k", "v");
        assertThat(secondsLeft("k")).isBetween(590L, 600L);
        plant(jvms.namespace + "/k", 48879, "theirs");
        long before = Long.parseLong(server.stats().get("cmd_get"));
        assertThat(cache.get("k")).isEqualTo("theirs");
        assertThat(Long.parseLong(server.stats().get("cmd_get"))).isEqualTo(before);
        assertThat(secondsLeft("k")).isBetween(590L, 600L);
    }

    /** What was cleared is no entry here, and may be one to its own program. */
    @Test
    void whatDoesNotCountIsLeftAlone() {
        JCache<String, String> cache = jvms.open(
                "p",
                this.<String>raw("string", RawKeys.PREFIXED)
                        .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.TEN_MINUTES)));
        String key = new String(jvms.wireKey("p", "k"), java.nio.charset.StandardCharsets.US_ASCII);
        plant(key, 0, "theirs");
        cache.clear();
        assertThat(cache.get("k")).isNull();
        assertThat(cache.getAll(Set.of("k"))).isEmpty();
        assertThat(TextTalk.secondsLeft(server, key)).isEqualTo(-1);
        plant(key, 7, "again");
        assertThat(cache.get("k")).isEqualTo("again");
        assertThat(TextTalk.secondsLeft(server, key)).isBetween(590L, 600L);
    }
}
