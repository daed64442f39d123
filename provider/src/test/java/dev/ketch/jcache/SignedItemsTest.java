// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.config.ConfigurationException;
import dev.ketch.jcache.store.Flaw;
import dev.ketch.jcache.store.FlawCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With keys, only what was written by one who has them counts. The attacker here knows everything else. */
@Timeout(60)
class SignedItemsTest extends JvmsOnOneServer {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_KEY = "fedcba9876543210fedcba9876543210";
    private final List<KetchCachingProvider> providers = new ArrayList<>();

    @AfterEach
    void close() {
        providers.forEach(KetchCachingProvider::close);
    }

    /** A cache of a JVM of its own, with these keys. */
    private Cache<Object, Object> cacheWith(String keys) {
        KetchCachingProvider provider = new KetchCachingProvider();
        providers.add(provider);
        Properties properties = new Properties();
        if (!keys.isEmpty()) {
            properties.setProperty("ketch.hmacKey", keys);
        }
        return provider.getCacheManager(jvms.uri, null, properties).createCache("c", new MutableConfiguration<>());
    }

    private static long flaws(Cache<?, ?> cache, Flaw flaw) {
        return cache.unwrap(FlawCounts.class).count(flaw);
    }

    /** Stores an item under a key with a checksum that is right. */
    private void forge(Object key, int flags, byte[] item) {
        byte[] wireKey = jvms.wireKey("c", key);
        byte[] forged = item.clone();
        CRC32C crc = new CRC32C();
        crc.update(wireKey);
        crc.update(ByteBuffer.allocate(4).putInt(flags).flip());
        crc.update(forged, 0, 18);
        crc.update(forged, 22, forged.length - 22);
        ByteBuffer.wrap(forged).putInt(18, (int) crc.getValue());
        assertThat(jvms.send(Request.store(Opcode.SET, wireKey, flags, 0, forged, new byte[0], 0))
                        .isOk())
                .isTrue();
    }

    @Test
    void whoHasTheKeyReadsWhatAnotherWrote() {
        Cache<Object, Object> here = cacheWith(KEY);
        Cache<Object, Object> there = cacheWith(KEY);
        here.put("k", "v");
        here.put(List.of("a long key", 1), "w");
        assertThat(there.get("k")).isEqualTo("v");
        assertThat(there.get(List.of("a long key", 1))).isEqualTo("w");
        assertThat(there.replace("k", "v", "x")).isTrue();
        assertThat(here.get("k")).isEqualTo("x");
        assertThat(here).hasSize(2);
        assertThat(here.unwrap(FlawCounts.class).total()).isZero();
    }

    @Test
    void theForgeryOfTheseTestsIsGoodWithoutSignatures() {
        Cache<Object, Object> cache = cacheWith("");
        cache.put("k", "v");
        Response item = jvms.item("c", "k");
        forge("copy", item.flags(), item.value());
        assertThat(cache.get("copy")).isEqualTo("v");
    }

    @Test
    void anItemCopiedToAnotherKeyIsAMiss() {
        Cache<Object, Object> cache = cacheWith(KEY);
        cache.put("k", "v");
        Response item = jvms.item("c", "k");
        forge("k", item.flags(), item.value());
        assertThat(cache.get("k")).isEqualTo("v");
        forge("copy", item.flags(), item.value());
        assertThat(cache.get("copy")).isNull();
        assertThat(cache.getAll(Set.of("copy", "k"))).containsOnlyKeys("k");
        assertThat(cache).hasSize(1);
        assertThat(flaws(cache, Flaw.SIGNATURE)).isEqualTo(3);
        assertThat(cache.putIfAbsent("copy", "mine")).isTrue();
        assertThat(cache.get("copy")).isEqualTo("mine");
    }

    @Test
    void aChangeOfAnyByteIsAMiss() {
        Cache<Object, Object> cache = cacheWith(KEY);
        List<Object> key = List.of("stored in the item", 1);
        cache.put(key, "the quick brown fox");
        Response item = jvms.item("c", key);
        for (int i = 0; i < item.value().length; i++) {
            byte[] changed = item.value().clone();
            changed[i] ^= 1;
            forge(key, item.flags(), changed);
            // Bytes 18 to 21 are the checksum, which forging puts right.
            assertThat(cache.get(key)).as("byte %d", i).isEqualTo(i >= 18 && i < 22 ? "the quick brown fox" : null);
        }
        for (int bit = 0; bit < 32; bit++) {
            forge(key, item.flags() ^ 1 << bit, item.value());
            assertThat(cache.get(key)).as("flag %d", bit).isNull();
        }
        forge(key, item.flags(), item.value());
        assertThat(cache.get(key)).isEqualTo("the quick brown fox");
    }

    @Test
    void aDeadlineThatIsPutOffIsAMiss() {
        Cache<Object, Object> cache = cacheWith(KEY);
        cache.put("k", "v");
        Response item = jvms.item("c", "k");
        byte[] changed = item.value().clone();
        ByteBuffer.wrap(changed).putLong(10, Long.MAX_VALUE);
        forge("k", item.flags(), changed);
        assertThat(cache.get("k")).isNull();
        assertThat(flaws(cache, Flaw.SIGNATURE)).isEqualTo(1);
    }

    @Test
    void signedAndUnsignedMissEachOther() {
        Cache<Object, Object> signed = cacheWith(KEY);
        Cache<Object, Object> unsigned = cacheWith("");
        signed.put("s", 1);
        unsigned.put("u", 2);
        assertThat(signed.get("u")).isNull();
        assertThat(unsigned.get("s")).isNull();
        assertThat(flaws(signed, Flaw.SIGNATURE)).isEqualTo(1);
        assertThat(flaws(unsigned, Flaw.SIGNATURE)).isEqualTo(1);
        byte[] stripped = jvms.item("c", "s").value().clone();
        stripped[1] &= ~2;
        forge("s", jvms.item("c", "s").flags(), stripped);
        assertThat(signed.get("s")).isNull();
    }

    @Test
    void differentKeysMissEachOther() {
        Cache<Object, Object> here = cacheWith(KEY);
        Cache<Object, Object> there = cacheWith(OTHER_KEY);
        here.put("k", 1);
        assertThat(there.get("k")).isNull();
        assertThat(flaws(there, Flaw.SIGNATURE)).isEqualTo(1);
        there.put("k", 2);
        assertThat(here.get("k")).isNull();
        assertThat(there.get("k")).isEqualTo(2);
    }

    @Test
    void keysChangeOneAfterTheOther() {
        Cache<Object, Object> old = cacheWith(KEY);
        Cache<Object, Object> between = cacheWith(KEY + " " + OTHER_KEY);
        Cache<Object, Object> later = cacheWith(OTHER_KEY + " " + KEY);
        Cache<Object, Object> last = cacheWith(OTHER_KEY);
        between.put("b", 1);
        later.put("l", 2);
        assertThat(old.get("b")).isEqualTo(1);
        assertThat(later.get("b")).isEqualTo(1);
        assertThat(between.get("l")).isEqualTo(2);
        assertThat(last.get("l")).isEqualTo(2);
        assertThat(last.get("b")).isNull();
    }

    @Test
    void manyCallersAtOnce() throws Exception {
        Cache<Object, Object> cache = cacheWith(OTHER_KEY + " " + KEY);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int caller = i;
                work.add(() -> {
                    int wrong = 0;
                    for (int j = 0; j < 50; j++) {
                        cache.put(caller + "/" + j, j);
                        wrong += Integer.valueOf(j).equals(cache.get(caller + "/" + j)) ? 0 : 1;
                    }
                    return wrong;
                });
            }
            for (Future<Integer> wrong : callers.invokeAll(work)) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aRawCacheCannotBeSigned() {
        KetchCachingProvider provider = new KetchCachingProvider();
        providers.add(provider);
        Properties properties = new Properties();
        properties.setProperty("ketch.hmacKey", KEY);
        assertThatThrownBy(() -> provider.getCacheManager(jvms.uri, null, properties)
                        .createCache("c", new KetchConfiguration<String, String>().setSerializer("string")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cache [c]", "hmacKey")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void theKeyIsNowhereToBeSeen() {
        Cache<Object, Object> cache = cacheWith(KEY);
        cache.put("k", "v");
        assertThat(cache.toString()
                        + cache.getCacheManager()
                        + cache.getConfiguration(javax.cache.configuration.CompleteConfiguration.class))
                .doesNotContain(KEY);
        assertThat(new String(jvms.item("c", "k").value(), UTF_8)).doesNotContain(KEY);
    }
}
