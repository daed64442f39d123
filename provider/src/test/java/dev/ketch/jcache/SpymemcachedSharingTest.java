// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchConfiguration;
import dev.ketch.RawKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import net.spy.memcached.CASValue;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Items that another client and a raw cache both read and write, in the text protocol on the other side. */
@Timeout(60)
class SpymemcachedSharingTest extends JvmsOnOneServer {
    private MemcachedClient spy;

    @BeforeEach
    void open() throws IOException {
        spy = new MemcachedClient(
                new ConnectionFactoryBuilder().setOpTimeout(20_000).build(),
                List.of(new InetSocketAddress(server.host(), server.port())));
    }

    @AfterEach
    void close() {
        spy.shutdown();
    }

    private static <K, V> KetchConfiguration<K, V> raw(String serializer, RawKeys keys, String prefix) {
        return new KetchConfiguration<K, V>()
                .setSerializer(serializer)
                .setRawKeys(keys)
                .setKeyPrefix(prefix);
    }

    @Test
    void plainStringsBothWays() throws Exception {
        String prefix = jvms.namespace + "-user:";
        Cache<String, String> cache = jvms.open("users", raw("string", RawKeys.PLAIN, prefix));

        spy.set(prefix + "42", 0, "Zoë").get();
        assertThat(cache.get("42")).isEqualTo("Zoë");
        cache.put("43", "Åsa 🙂");
        assertThat(spy.get(prefix + "43")).isEqualTo("Åsa 🙂");
        spy.delete(prefix + "43").get();
        assertThat(cache.containsKey("43")).isFalse();
        assertThat(cache.putIfAbsent("42", "other")).isFalse();
        assertThat(cache.replace("42", "Zoë", "Zoé")).isTrue();
        assertThat(spy.get(prefix + "42")).isEqualTo("Zoé");
    }

    @Test
    void aKeyWithNothingBeforeIt() throws Exception {
        Cache<String, String> cache = jvms.open("any", raw("string", RawKeys.PLAIN, ""));
        String key = jvms.namespace + "-alone%~";
        spy.set(key, 0, "theirs").get();
        assertThat(cache.get(key)).isEqualTo("theirs");
        cache.put(key, "ours");
        assertThat(spy.get(key)).isEqualTo("ours");
    }

    @Test
    void namespaceAndCacheNameStandBeforeAPrefixedKey() throws Exception {
        Cache<String, String> cache = jvms.open("users", raw("string", RawKeys.PREFIXED, null));
        cache.put("1", "ours");
        assertThat(spy.get(jvms.namespace + ":users:1")).isEqualTo("ours");
        spy.set(jvms.namespace + ":users:2", 0, "theirs").get();
        assertThat(cache.get("2")).isEqualTo("theirs");
        assertThat(cache).extracting(Cache.Entry::getKey).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void clearEndsWhatTheyWroteAndNotWhatTheyWriteAfterwards() throws Exception {
        Cache<String, String> cache = jvms.open("users", raw("string", RawKeys.PREFIXED, null));
        cache.put("warm", "x");
        spy.set(jvms.namespace + ":users:1", 0, "theirs").get();
        assertThat(cache.get("1")).isEqualTo("theirs");
        cache.clear();
        assertThat(cache.get("1")).isNull();
        assertThat(cache.replace("1", "new")).isFalse();
        assertThat(cache).isEmpty();
        spy.set(jvms.namespace + ":users:1", 0, "theirs again").get();
        assertThat(cache.get("1")).isEqualTo("theirs again");
    }

    @Test
    void theirCasSeesOurWritesAndOursSeesTheirs() throws Exception {
        String prefix = jvms.namespace + "-c:";
        Cache<String, String> cache = jvms.open("c", raw("string", RawKeys.PLAIN, prefix));
        cache.put("k", "1");
        CASValue<Object> theirs = spy.gets(prefix + "k");
        cache.put("k", "2");
        assertThat(spy.cas(prefix + "k", theirs.getCas(), "3").name()).isEqualTo("EXISTS");
        String result = cache.invoke("k", (entry, arguments) -> {
            if (entry.getValue().equals("2")) {
                spy.set(prefix + "k", 0, "theirs").getStatus();
            }
            entry.setValue(entry.getValue() + "+");
            return entry.getValue();
        });
        assertThat(result).isEqualTo("theirs+");
        assertThat(spy.get(prefix + "k")).isEqualTo("theirs+");
    }

    @Test
    void theFlagsAndTheBytesOnTheWire() throws Exception {
        String prefix = jvms.namespace + "-t:";
        Cache<String, byte[]> bytes = jvms.open("b", raw("bytes", RawKeys.PLAIN, prefix));
        Cache<String, String> text = jvms.open("s", raw("string", RawKeys.PLAIN, prefix));
        bytes.put("b", new byte[] {65, 66});
        text.put("s", "héllo");
        assertThat(TextTalk.say(server, "get " + prefix + "b", "END"))
                .containsExactly("VALUE " + prefix + "b 0 2", "AB", "END");
        assertThat(TextTalk.say(server, "get " + prefix + "s", "END"))
                .containsExactly("VALUE " + prefix + "s 0 6", "héllo", "END");

        assertThat(TextTalk.say(server, "set " + prefix + "p 48879 0 3\r\nphp", "STORED"))
                .containsExactly("STORED");
        assertThat(text.get("p")).isEqualTo("php");
        assertThat(bytes.get("p")).isEqualTo("php".getBytes(UTF_8));
        assertThat(text.getAll(Set.of("p", "s", "none"))).containsOnlyKeys("p", "s");
    }
}
