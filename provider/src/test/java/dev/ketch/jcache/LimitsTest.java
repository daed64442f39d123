// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cache refuses, and how it says so. */
@Timeout(60)
class LimitsTest {
    /** What no compression makes smaller. */
    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anOversizeValueIsRefusedAndTheOldOneStays() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, byte[]> cache = jvms.open("orders");
            cache.put("k", new byte[] {1});
            byte[] big = noise(1 << 20);
            String[] told = {"cache [orders]", "key [k]", "1048576", server.address(), "-I"};
            assertThatThrownBy(() -> cache.put("k", big))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll(told);
            assertThatThrownBy(() -> cache.putAll(Map.of("k", big)))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll(told);
            assertThatThrownBy(() -> cache.replace("k", big))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll(told);
            assertThatThrownBy(() -> cache.putIfAbsent("other", big)).isInstanceOf(CacheException.class);
            assertThat(cache.get("k")).containsExactly(1);
            assertThat(cache.containsKey("other")).isFalse();
        }
    }

    @Test
    void theLimitIsTheServers() {
        try (MemcachedProcess server = MemcachedProcess.start("-I", "4m");
                Jvms jvms = new Jvms(server)) {
            Cache<String, byte[]> cache = jvms.open("orders");
            byte[] big = noise(3 << 20);
            cache.put("k", big);
            assertThat(cache.get("k")).isEqualTo(big);
            assertThatThrownBy(() -> cache.put("k", noise(4 << 20))).isInstanceOf(CacheException.class);
        }
    }

    @Test
    void aLongKeyIsShortenedInMessages() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, byte[]> cache = jvms.open("orders");
            assertThatThrownBy(() -> cache.put("k".repeat(1000), noise(1 << 20)))
                    .isInstanceOf(CacheException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
        }
    }

    @Test
    void aValueThatCannotBeSerializedIsRefusedByName() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, Object> cache = jvms.open("orders");
            cache.put("k", "old");
            assertThatThrownBy(() -> cache.put("k", new Thread(() -> {})))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll("cache [orders]", "key [k]");
            assertThat(cache.get("k")).isEqualTo("old");
        }
    }

    private static void assertNull(String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .hasMessage("cache [orders]: " + what + " is null");
    }

    @Test
    void nullIsRefusedAfterTheClosedCheckAndBeforeAnythingIsDone() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, Object> cache = jvms.open("orders");
            Map<String, Object> map = new HashMap<>();
            map.put("a", 1);
            map.put(null, 2);
            Set<String> keys = new HashSet<>();
            keys.add("a");
            keys.add(null);
            assertNull("a key of map", () -> cache.putAll(map));
            map.remove(null);
            map.put("b", null);
            assertNull("in map, the value of key [b]", () -> cache.putAll(map));
            assertNull("one of keys", () -> cache.getAll(keys));
            assertNull("one of keys", () -> cache.removeAll(keys));
            assertNull("one of keys", () -> cache.loadAll(keys, true, null));
            assertNull("key", () -> cache.get(null));
            assertNull("value", () -> cache.put("a", null));
            assertNull("oldValue", () -> cache.replace("a", null, 1));
            assertNull("entryProcessor", () -> cache.invoke("a", null));
            assertThat(cache.containsKey("a")).isFalse();
            cache.close();
            assertThatThrownBy(() -> cache.get(null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cache [orders] is closed");
            assertThatThrownBy(() -> cache.putAll(null)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void withoutCasNothingConditionalIsDone() {
        try (MemcachedProcess server = MemcachedProcess.start("-C");
                Jvms jvms = new Jvms(server)) {
            Cache<String, Integer> cache = jvms.open("orders");
            cache.put("k", 1);
            assertThat(cache.get("k")).isEqualTo(1);
            assertThatThrownBy(() -> cache.replace("k", 1, 2))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll("cache [orders]", server.address(), "-C");
            assertThatThrownBy(() -> cache.getAndRemove("k")).isInstanceOf(CacheException.class);
            assertThat(cache.get("k")).isEqualTo(1);
        }
    }

    @Test
    void whatIsPutIsCopied() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, byte[]> cache = jvms.open("orders");
            byte[] value = {1};
            cache.put("k", value);
            value[0] = 2;
            byte[] read = cache.get("k");
            assertThat(read).containsExactly(1);
            read[0] = 3;
            assertThat(cache.get("k")).containsExactly(1);
            cache.invoke("k", (entry, arguments) -> {
                entry.getValue()[0] = 4;
                return null;
            });
            assertThat(cache.get("k")).containsExactly(1);
        }
    }
}
