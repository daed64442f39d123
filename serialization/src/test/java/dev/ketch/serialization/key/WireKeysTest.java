// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.key.SampleKeys.Plan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireKeysTest {

    private final WireKeys keys = WireKeys.of("app", "orders");

    @Test
    void shortKeysAreReadable() {
        assertThat(wire("42")).isEqualTo("app:orders:42");
        assertThat(wire(42)).isEqualTo("app:orders:~i42");
        assertThat(wire(-42L)).isEqualTo("app:orders:~l-42");
        assertThat(wire("user:7")).isEqualTo("app:orders:user:7");
        assertThat(wire("~i42")).isEqualTo("app:orders:%7Ei42");
        assertThat(wire("a b%\u00fc")).isEqualTo("app:orders:a%20b%25%C3%BC");
        assertThat(wire("")).isEqualTo("app:orders:");
        assertThat(wire(true)).isEqualTo("app:orders:~zt");
        assertThat(wire(1.5)).isEqualTo("app:orders:~d3ff8000000000000");
        assertThat(wire(new UUID(1, 2))).isEqualTo("app:orders:~u00000000-0000-0001-0000-000000000002");
        assertThat(wire(Plan.PAID)).isEqualTo("app:orders:~e" + Plan.class.getName() + ":PAID");
        assertThat(wire(List.of(1))).startsWith("app:orders:~h").hasSize(13 + 32);
    }

    @Test
    void namesAreEscapedOrDigested() {
        assertThat(prefix("a:b", "c%d")).isEqualTo("a%3Ab:c%25d:");
        assertThat(prefix("", "")).isEqualTo("::");
        assertThat(prefix("ketch", "com.acme.Author##NaturalId")).isEqualTo("ketch:com.acme.Author##NaturalId:");
        assertThat(prefix("#a", "a#")).isEqualTo("%23a:a#:");
        String longName = "n".repeat(81);
        assertThat(prefix("n".repeat(80), longName))
                .startsWith("n".repeat(80) + ":#")
                .hasSize(80 + 1 + 33 + 1);
        String digest = prefix("", longName).substring(1, 34);
        assertThat(prefix("", digest)).isEqualTo(":%23" + digest.substring(1) + ":");
    }

    @Test
    void longestKeysFillTheLimit() {
        int room = WireKeys.MAX_BYTES - keys.prefix().length;
        assertThat(wire("x".repeat(room))).hasSize(250).endsWith("x");
        assertThat(wire("x".repeat(room + 1))).startsWith("app:orders:~h");
        assertThat(keys.encode("x".repeat(room)).rebuildable()).isTrue();
        assertThat(keys.encode("x".repeat(room + 1)).rebuildable()).isFalse();
    }

    @Test
    void rebuildsWhatItSaysItDoes() {
        SampleKeys.all().forEach((name, key) -> {
            WireKey wireKey = keys.encode(key);
            Object decoded = keys.decode(wireKey.bytes());
            if (wireKey.rebuildable()) {
                assertThat(decoded).as(name).isEqualTo(key).hasSameClassAs(key);
            } else {
                assertThat(decoded).as(name).isNull();
            }
        });
        for (Object key : List.of("", "a", 1, 1L, (short) 1, (byte) 1, 'a', true, 1f, 1d, new UUID(0, 0))) {
            assertThat(keys.encode(key).rebuildable()).as("%s", key).isTrue();
        }
    }

    @Test
    void foreignBytesAreNoKeys() {
        for (String foreign : List.of(
                "app:other:1",
                "app:orders",
                "app:orders:%41",
                "app:orders:%4",
                "app:orders:%c3%bc",
                "app:orders:%C3",
                "app:orders:~i+1",
                "app:orders:~i",
                "app:orders:~",
                "app:orders:~i99999999999",
                "app:orders:~zx",
                "app:orders:~u1-1-1-1-1",
                "app:orders:~cab",
                "app:orders:~g",
                "app:orders:a b",
                "app:orders:" + "x".repeat(250))) {
            assertThat(keys.decode(foreign.getBytes(StandardCharsets.US_ASCII)))
                    .as(foreign)
                    .isNull();
        }
        assertThat(keys.decode(new byte[] {'a', 'p', 'p', ':', 'o', 'r', 'd', 'e', 'r', 's', ':', (byte) 0xc3}))
                .isNull();
    }

    @Test
    void generationKeyIsNoEntry() {
        String reserved = new String(keys.generationKey(), StandardCharsets.US_ASCII);
        assertThat(reserved).isEqualTo("app:orders:~g");
        for (Object key : List.of("~g", "g", "", "~", 'g', Map.of("~g", "~g"))) {
            assertThat(wire(key)).isNotEqualTo(reserved);
        }
    }

    private String wire(Object key) {
        return new String(keys.encode(key).bytes(), StandardCharsets.US_ASCII);
    }

    private static String prefix(String namespace, String cache) {
        return new String(WireKeys.of(namespace, cache).prefix(), StandardCharsets.US_ASCII);
    }
}
