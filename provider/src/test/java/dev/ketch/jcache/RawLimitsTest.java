// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.RawKeys;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.config.ConfigurationException;
import dev.ketch.jcache.store.Flaw;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.testkit.MemcachedProcess;
import java.util.Properties;
import java.util.Set;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Caches whose values are the whole items: what they cannot have is refused, or absent. */
@Timeout(60)
class RawLimitsTest extends RawCaches {
    @Test
    void keysThatCannotStandAsTheyAre() {
        JCache<String, String> cache = strings(RawKeys.PREFIXED);
        String longest = "k".repeat(WireKeys.MAX_BYTES - (jvms.namespace + ":c:").length());
        cache.put(longest, "v");
        assertThat(cache.get(longest)).isEqualTo("v");
        assertThatThrownBy(() -> cache.get(longest + "k"))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll("cache [c]", "[kkk", "251 bytes", "250");
        assertThatThrownBy(() -> cache.put("a b", "v"))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll("[a b]", "character 1", "U+0020");
        assertThatThrownBy(() -> cache.put("ä", "v"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("U+00E4");
        assertThatThrownBy(() -> cache.put("~g", "v"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("counter");
        cache.put("50%", "percent");
        cache.put("~h", "tilde");
        cache.put("", "empty");
        assertThat(cache.getAll(Set.of("50%", "~h", ""))).hasSize(3);
        assertThat(cache).hasSize(4);
    }

    @Test
    void whatIsNoUtf8IsAMiss() {
        JCache<String, String> cache = strings(RawKeys.PLAIN);
        jvms.send(Request.store(
                Opcode.SET,
                (jvms.namespace + "/k").getBytes(US_ASCII),
                2,
                0,
                new byte[] {(byte) 0x1f, (byte) 0x8b, 8},
                new byte[0],
                0));
        assertThat(cache.get("k")).isNull();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.flaws().count(Flaw.VALUE)).isEqualTo(2);
        assertThat(cache.putIfAbsent("k", "v")).isTrue();
        assertThat(cache.get("k")).isEqualTo("v");
        assertThatThrownBy(() -> cache.put("k", "\ud800"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void aServerWithoutCasIsRefused() {
        try (MemcachedProcess own = MemcachedProcess.start("-C");
                Jvms there = new Jvms("?timeout=20s", own)) {
            JCache<String, String> cache =
                    there.open("c", new KetchConfiguration<String, String>().setSerializer("string"));
            assertThatThrownBy(() -> cache.get("k"))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll("cache [c]", own.address(), "-C");
            assertThatThrownBy(() -> cache.put("k", "v"))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("-C");
        }
    }

    @Test
    void typesThatItCannotHave() {
        assertThatThrownBy(() -> jvms.open(
                        "c",
                        new KetchConfiguration<>(Jvms.<Long, String>plain().setTypes(Long.class, String.class))
                                .setSerializer("string")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cache [c]", "keys of type [java.lang.Long]", "java.lang.String");
        assertThatThrownBy(() -> jvms.open(
                        "c",
                        new KetchConfiguration<>(Jvms.<String, Long>plain().setTypes(String.class, Long.class))
                                .setSerializer("bytes")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("values of type [java.lang.Long]", "byte[]");
        JCache<Object, Object> cache = jvms.open("c", new KetchConfiguration<Object, Object>().setSerializer("string"));
        assertThatThrownBy(() -> cache.put(1L, "v"))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll("java.lang.Long", "Strings");
        assertThatThrownBy(() -> cache.put("k", 1))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll("key [k]", "java.lang.Integer", "[string]");
    }

    @Test
    void aPrefixWithoutPlainKeysIsAContradiction() {
        assertThatThrownBy(() -> jvms.open(
                        "c",
                        new KetchConfiguration<String, String>()
                                .setSerializer("string")
                                .setKeyPrefix("user:")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cache [c]", "[user:]", "rawKeys");
        assertThatThrownBy(() -> jvms.open(
                        "c",
                        new KetchConfiguration<String, String>()
                                .setSerializer("string")
                                .setRawKeys(RawKeys.PLAIN)
                                .setKeyPrefix("a b")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[a b]");
    }

    @Test
    void whatIsSaidOfTheKeysOfACacheThatIsNotRawIsAContradiction() {
        assertThatThrownBy(() -> jvms.open("c", new KetchConfiguration<String, String>().setKeyPrefix("user:")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cache [c]: option [keyPrefix] is [user:] in its configuration", "Kryo");
        assertThatThrownBy(() -> jvms.open("c", new KetchConfiguration<String, String>().setRawKeys(RawKeys.PLAIN)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cache [c]: option [rawKeys] is [plain] in its configuration", "Kryo");
        jvms.open(
                "c",
                new KetchConfiguration<String, String>()
                        .setRawKeys(RawKeys.PREFIXED)
                        .setKeyPrefix(""));
    }

    @Test
    void soItIsInASectionForThatVeryCache() {
        Properties properties = new Properties();
        properties.setProperty("ketch.caches.users.keyPrefix", "user:");
        properties.setProperty("ketch.caches.users.rawKeys", "plain");
        // For those of many caches that are raw.
        properties.setProperty("ketch.caches.o*.keyPrefix", "all:");
        properties.setProperty("ketch.caches.default.rawKeys", "plain");
        try (KetchCachingProvider provider = new KetchCachingProvider()) {
            CacheManager manager = provider.getCacheManager(jvms.uri, null, properties);
            assertThatThrownBy(() -> manager.createCache("users", new MutableConfiguration<String, String>()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll(
                            "cache [users]: option [keyPrefix] is [user:] in property [ketch.caches.users.keyPrefix]",
                            "Kryo");
            KetchConfiguration<String, String> raw = new KetchConfiguration<String, String>()
                    .setTypes(String.class, String.class)
                    .setSerializer("string");
            assertThat(manager.createCache("users", raw)
                            .getConfiguration(KetchConfiguration.class)
                            .getKeyPrefix())
                    .isEqualTo("user:");
            KetchConfiguration<?, ?> other = manager.createCache("others", new MutableConfiguration<String, String>())
                    .getConfiguration(KetchConfiguration.class);
            // Another cache can be made like it.
            manager.createCache("o2", other);
        }
    }
}
