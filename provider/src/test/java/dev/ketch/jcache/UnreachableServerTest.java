// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.ServerUnavailableException;
import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.processor.EntryProcessorException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations whose server is gone, or is there and does not answer. */
@Timeout(60)
class UnreachableServerTest {
    /** Far more than the timeout of 300 ms, far less than for ever. */
    private static final long SOON_SECONDS = 10;

    /** The first call has to connect as well, for which the time may be short. */
    private static void put(Cache<String, Integer> cache, String key, int value) {
        Awaiting.until(() -> {
            cache.put(key, value);
            return true;
        });
    }

    private static void assertFailsSoon(ThrowingCallable call, Class<? extends Throwable> type, String... told) {
        long start = System.nanoTime();
        assertThatThrownBy(call)
                .isInstanceOf(type)
                .isNotInstanceOf(EntryProcessorException.class)
                .hasMessageContainingAll(told);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(SOON_SECONDS));
    }

    @Test
    void aServerThatIsGoneIsNamed() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms("?onUnavailable=fail", server)) {
            Cache<String, Integer> cache = jvms.open("orders");
            put(cache, "k", 1);
            server.kill();
            Awaiting.until(() -> {
                try {
                    cache.get("k");
                    return false;
                } catch (CacheException e) {
                    return true;
                }
            });
            String[] told = {"cache [orders]", server.address()};
            assertFailsSoon(() -> cache.get("k"), ServerUnavailableException.class, told);
            assertFailsSoon(() -> cache.put("k", 2), ServerUnavailableException.class, told);
            assertFailsSoon(() -> cache.getAll(java.util.Set.of("k")), ServerUnavailableException.class, told);
            assertFailsSoon(() -> cache.putAll(Map.of("k", 2)), ServerUnavailableException.class, told);
            assertFailsSoon(() -> cache.clear(), ServerUnavailableException.class, told);
            assertFailsSoon(
                    () -> cache.invoke("k", (entry, arguments) -> null), ServerUnavailableException.class, told);
            assertFailsSoon(() -> cache.iterator().hasNext(), CacheException.class, told);
            server.restart();
            put(cache, "k", 3);
            assertThat(cache.get("k")).isEqualTo(3);
        }
    }

    @Test
    void aWriteThatIsNotAnsweredIsUnknown() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms("?timeout=1s&connectTimeout=1s&onUnavailable=fail", server)) {
            Cache<String, Integer> cache = jvms.open("orders");
            put(cache, "k", 1);
            server.stop();
            try {
                assertFailsSoon(
                        () -> cache.put("k", 2),
                        CacheException.class,
                        "cache [orders]",
                        server.address(),
                        "unknown",
                        "1000 ms");
                assertFailsSoon(() -> cache.get("k"), CacheException.class, "cache [orders]", server.address());
            } finally {
                server.cont();
            }
            Awaiting.until(() -> cache.get("k") != null);
        }
    }

    @Test
    void oneOfTwoServersIsEnoughForItsOwnKeys() {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                Jvms jvms = new Jvms("?onUnavailable=fail", one, two)) {
            Cache<String, Integer> cache = jvms.open("orders");
            Map<String, Integer> all = new HashMap<>();
            for (int i = 0; i < 100; i++) {
                all.put("k" + i, i);
            }
            all.forEach((key, value) -> put(cache, key, value));
            two.kill();
            Map<String, Integer> mine = new HashMap<>();
            all.forEach((key, value) -> {
                if (jvms.raw.serverOf(jvms.wireKey("orders", key)).name().equals(one.address())) {
                    mine.put(key, value);
                }
            });
            assertThat(mine).isNotEmpty().hasSizeLessThan(100);
            assertThat(cache.getAll(mine.keySet())).isEqualTo(mine);
            assertFailsSoon(() -> cache.getAll(all.keySet()), CacheException.class, "cache [orders]", two.address());
            assertFailsSoon(() -> cache.clear(), CacheException.class, "cache [orders]", two.address());
            assertThat(cache.getAll(mine.keySet())).isEmpty();
        }
    }

    @Test
    void removeAllEmptiesTheServersThatAreLeft() {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                Jvms jvms = new Jvms("?onUnavailable=fail", one, two)) {
            Cache<String, Integer> cache =
                    jvms.open("orders", Jvms.<String, Integer>plain().setStatisticsEnabled(true));
            for (int i = 0; i < 100; i++) {
                put(cache, "k" + i, i);
            }
            one.kill();
            assertFailsSoon(cache::removeAll, ServerUnavailableException.class, "cache [orders]", one.address());
            for (int i = 0; i < 100; i++) {
                String key = "k" + i;
                if (jvms.raw.serverOf(jvms.wireKey("orders", key)).name().equals(two.address())) {
                    assertThat(cache.containsKey(key)).isFalse();
                }
            }
        }
    }

    @Test
    void anIteratorThatLacksAServerDoesNotGoOnWithTheNext() {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                Jvms jvms = new Jvms("?onUnavailable=fail", one, two)) {
            Cache<String, Integer> cache = jvms.open("orders");
            for (int i = 0; i < 100; i++) {
                put(cache, "k" + i, i);
            }
            one.kill();
            Iterator<Cache.Entry<String, Integer>> entries = cache.iterator();
            assertFailsSoon(entries::hasNext, CacheException.class, "cache [orders]", one.address());
            assertFailsSoon(entries::hasNext, CacheException.class, "cache [orders]", one.address());
            assertFailsSoon(entries::next, CacheException.class, "cache [orders]", one.address());
        }
    }
}
