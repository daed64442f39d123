// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchConfiguration;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.config.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large values are stored small, whatever the operation, and are read by whoever shares the cache. */
@Timeout(60)
class CompressionTest extends JvmsOnOneServer {
    private static final String LARGE = "the quick brown fox ".repeat(1000);

    private long stored(Object key) {
        return jvms.item("c", key).value().length;
    }

    @Test
    void largeValuesAreStoredSmall() {
        JCache<Object, Object> cache = jvms.open("c");
        cache.put("large", LARGE);
        cache.put("small", LARGE.substring(0, 4000));
        assertThat(stored("large")).isLessThan(2000);
        assertThat(stored("small")).isGreaterThan(4000);
        assertThat(cache.get("large")).isEqualTo(LARGE);
        assertThat(cache.getAll(Set.of("large", "small"))).containsEntry("large", LARGE);
        assertThat(cache.replace("large", LARGE, LARGE + "!")).isTrue();
        assertThat(cache.getAndPut("large", LARGE)).isEqualTo(LARGE + "!");
        assertThat(cache.<Integer>invoke("large", (entry, arguments) -> {
                    entry.setValue(List.of(entry.getValue()));
                    return 1;
                }))
                .isEqualTo(1);
        assertThat(cache.get("large")).isEqualTo(List.of(LARGE));
        assertThat(stored("large")).isLessThan(2000);
        assertThat(cache).hasSize(2);
        cache.putAll(Map.of("a", LARGE, "b", LARGE));
        assertThat(stored("a")).isLessThan(2000);
        assertThat(cache.get("b")).isEqualTo(LARGE);
        assertThat(cache.flaws().total()).isZero();
    }

    @Test
    void anAccessThatMovesTheDeadlineKeepsTheValue() {
        JCache<Object, Object> cache = jvms.open("c", touching(8192));
        cache.put("k", LARGE);
        for (int i = 0; i < 3; i++) {
            assertThat(cache.get("k")).isEqualTo(LARGE);
        }
        assertThat(stored("k")).isLessThan(2000);
    }

    /** Who packs less tightly cannot write such an entry again: it keeps its deadline, and can be read all the same. */
    @Test
    void anEntryThatIsTooLargeToBeTouchedIsRead() {
        String huge = LARGE.repeat(3_000_000 / LARGE.length());
        JCache<Object, Object> packing = jvms.open("c", touching(8192));
        JCache<Object, Object> plain = jvms.openElsewhere("c", touching(0));
        packing.put("huge", huge);
        packing.put("small", "v");
        long kept = deadline("c", "huge");
        long moved = deadline("c", "small");
        Awaiting.until(() -> System.currentTimeMillis() > moved - 3_600_000 + 5);
        assertThat(plain.get("huge")).isEqualTo(huge);
        assertThat(plain.getAll(Set.of("huge", "small")))
                .containsEntry("huge", huge)
                .hasSize(2);
        assertThat(plain.iterator()).toIterable().hasSize(2);
        assertThat(deadline("c", "huge")).isEqualTo(kept);
        assertThat(deadline("c", "small")).isGreaterThan(moved);
    }

    private static KetchConfiguration<Object, Object> touching(int threshold) {
        KetchConfiguration<Object, Object> configuration =
                new KetchConfiguration<>().setCompressionThreshold(threshold);
        Factory<javax.cache.expiry.ExpiryPolicy> policy = AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR);
        configuration.setExpiryPolicyFactory(policy);
        return configuration;
    }

    @Test
    void settingsMayDifferAmongThoseThatShareACache() {
        JCache<Object, Object> never = jvms.open("c", new KetchConfiguration<>().setCompressionThreshold(0));
        JCache<Object, Object> always =
                jvms.openElsewhere("c", new KetchConfiguration<>().setCompressionThreshold(100));
        never.put("n", LARGE);
        always.put("a", LARGE.substring(0, 400));
        assertThat(stored("n")).isGreaterThan(LARGE.length());
        assertThat(stored("a")).isLessThan(200);
        assertThat(never.get("a")).isEqualTo(LARGE.substring(0, 400));
        assertThat(always.get("n")).isEqualTo(LARGE);
    }

    @Test
    void aWayThatNobodyKnowsIsAMiss() {
        JCache<Object, Object> cache = jvms.open("c");
        cache.put("k", LARGE);
        Response item = jvms.item("c", "k");
        // The checksum covers the flags.
        jvms.send(Request.store(
                Opcode.SET, jvms.wireKey("c", "k"), item.flags() ^ 0x7000, 0, item.value(), new byte[0], 0));
        assertThat(cache.get("k")).isNull();
        assertThat(cache.flaws().total()).isEqualTo(1);
    }

    @Test
    void aMethodThatThereIsNot() {
        assertThatThrownBy(() -> jvms.open("c", new KetchConfiguration<>().setCompression("zip")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cache [c]", "[zip]", "deflate");
    }
}
