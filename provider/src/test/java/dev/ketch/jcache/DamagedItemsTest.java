// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.store.Flaw;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Items that are not, or no longer, what a cache has written: absent to every operation, and replaced by the next. */
@Timeout(60)
class DamagedItemsTest extends JvmsOnOneServer {
    private JCache<Object, Object> cache;

    @BeforeEach
    void open() {
        cache = jvms.open("c");
    }

    private void plant(Object key, int flags, byte[] value) {
        Response stored = jvms.send(Request.store(Opcode.SET, jvms.wireKey("c", key), flags, 0, value, new byte[0], 0));
        assertThat(stored.isOk()).isTrue();
    }

    private void assertAbsentAndReplaceable(Object key, Flaw flaw) {
        long before = cache.flaws().count(flaw);
        assertThat(cache.get(key)).isNull();
        assertThat(cache.containsKey(key)).isFalse();
        assertThat(cache.getAll(Set.of(key))).isEmpty();
        assertThat(cache.replace(key, "x")).isFalse();
        assertThat(cache).isEmpty();
        assertThat(cache.flaws().count(flaw)).isEqualTo(before + 5);
        assertThat(cache.putIfAbsent(key, "new")).isTrue();
        assertThat(cache.get(key)).isEqualTo("new");
    }

    @Test
    void anItemOfAnotherClientIsAbsent() {
        cache.put("warm", 1);
        cache.remove("warm");
        plant("k", 0, "written by somebody else".getBytes(StandardCharsets.US_ASCII));
        assertAbsentAndReplaceable("k", Flaw.FOREIGN);
    }

    @Test
    void anEmptyItemWithOurFlagsIsAbsent() {
        cache.put("k", "old");
        plant("k", jvms.item("c", "k").flags(), new byte[0]);
        assertAbsentAndReplaceable("k", Flaw.CORRUPT);
    }

    @Test
    void aFlippedBitAnywhereMakesAnItemAbsent() {
        cache.put("k", "the quick brown fox");
        Response item = jvms.item("c", "k");
        for (int i = 0; i < item.value().length; i++) {
            byte[] damaged = item.value().clone();
            damaged[i] ^= 0x10;
            plant("k", item.flags(), damaged);
            assertThat(cache.get("k")).as("byte %d", i).isNull();
        }
        plant("k", item.flags(), item.value());
        assertThat(cache.get("k")).isEqualTo("the quick brown fox");
        byte[] damaged = item.value().clone();
        damaged[damaged.length - 1] ^= 1;
        plant("k", item.flags(), damaged);
        assertAbsentAndReplaceable("k", Flaw.CORRUPT);
    }

    @Test
    void anItemOfANewerFormatIsAbsent() {
        cache.put("k", "v");
        Response item = jvms.item("c", "k");
        byte[] newer = item.value().clone();
        newer[0]++;
        plant("k", item.flags(), newer);
        assertAbsentAndReplaceable("k", Flaw.VERSION);
    }

    @Test
    void anItemMovedToAnotherKeyIsAbsent() {
        cache.put("k", "v");
        Response item = jvms.item("c", "k");
        cache.remove("k");
        plant("other", item.flags(), item.value());
        assertAbsentAndReplaceable("other", Flaw.CORRUPT);
    }

    @Test
    void anItemOfAnotherSerializerIsAbsent() {
        cache.put("k", "v");
        Response item = jvms.item("c", "k");
        plant("k", item.flags() + 1, item.value());
        assertAbsentAndReplaceable("k", Flaw.CORRUPT);
    }

    @Test
    void aKeyTooLongForMemcachedIsStoredAndKept() {
        String key = "k".repeat(1000);
        String twin = "k".repeat(999) + "l";
        cache.put(key, 1);
        assertThat(jvms.wireKey("c", key).length).isLessThanOrEqualTo(250);
        assertThat(cache.get(key)).isEqualTo(1);
        assertThat(cache.get(twin)).isNull();
        assertThat(cache.replace(key, 1, 2)).isTrue();
        assertThat(cache).singleElement().satisfies(entry -> assertThat(entry.getKey())
                .isEqualTo(key));
        assertThat(cache.remove(key)).isTrue();
    }

    @Test
    void keysOfDifferentTypesAreDifferentKeys() {
        cache.putAll(Map.of(1, "int", 1L, "long", "1", "string", 1.0, "double"));
        assertThat(cache.get(1)).isEqualTo("int");
        assertThat(cache.get(1L)).isEqualTo("long");
        assertThat(cache.get("1")).isEqualTo("string");
        assertThat(cache.get(1.0)).isEqualTo("double");
    }
}
