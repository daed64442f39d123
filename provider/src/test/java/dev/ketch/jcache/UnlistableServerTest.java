// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that list no keys: what needs a list says why there is none and what to do, and what needs none works. */
@Timeout(60)
class UnlistableServerTest {
    /** The flags, what the server says or does, and what is to be done. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-o no_lru_crawler | lru crawler disabled | start memcached without no_lru_crawler",
                "-X | metadump not allowed | start memcached without -X",
                "-B binary | closed the connection | without -S and without -B binary"
            })
    void whatNeedsAListSaysWhyThereIsNoneAndTheRestWorks(String flags, String why, String remedy) {
        try (MemcachedProcess server = MemcachedProcess.start(flags.split(" "));
                Jvms jvms = new Jvms(server)) {
            Cache<String, Integer> plain = jvms.open("plain");
            plain.put("a", 1);
            Iterator<Cache.Entry<String, Integer>> iterator = plain.iterator();
            for (int i = 0; i < 2; i++) {
                assertThat(iterator).hasNext();
                assertThatThrownBy(iterator::next)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContainingAll(
                                "cache [plain]: the entries cannot be listed",
                                "server [" + server.address() + "]",
                                why,
                                remedy);
            }
            assertThat(plain.get("a")).isEqualTo(1);
            plain.clear();
            assertThat(plain.get("a")).isNull();
            plain.put("a", 1);
            plain.removeAll();
            assertThat(plain.get("a")).isNull();

            Cache<String, Integer> counted =
                    jvms.open("counted", Jvms.<String, Integer>plain().setStatisticsEnabled(true));
            counted.put("a", 1);
            counted.removeAll();
            assertThat(counted.get("a")).isNull();
            removeAllWithAListener(jvms, server, why);
            removeAllWithAWriter(jvms, server, why);
        }
    }

    /** The listeners cannot be told; the cache is empty all the same. */
    private static void removeAllWithAListener(Jvms jvms, MemcachedProcess server, String why) {
        List<String> heard = new CopyOnWriteArrayList<>();
        CacheEntryRemovedListener<String, Integer> listener = events -> events.forEach(e -> heard.add(e.getKey()));
        Cache<String, Integer> cache = jvms.open(
                "heard",
                Jvms.<String, Integer>plain()
                        .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                new FactoryBuilder.SingletonFactory<>(listener), null, false, true)));
        cache.put("a", 1);
        assertThatThrownBy(cache::removeAll)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("cache [heard]", server.address(), why);
        assertThat(heard).isEmpty();
        assertThat(cache.get("a")).isNull();
    }

    /** What the writer cannot be told to delete stays. */
    private static void removeAllWithAWriter(Jvms jvms, MemcachedProcess server, String why) {
        Map<String, Integer> written = new HashMap<>();
        MutableConfiguration<String, Integer> configuration = Jvms.<String, Integer>plain()
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> new MapWriter<>(written, new AtomicInteger()));
        Cache<String, Integer> cache = jvms.open("written", configuration);
        cache.put("a", 1);
        assertThatThrownBy(cache::removeAll)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("cache [written]", server.address(), why);
        assertThat(written).containsOnlyKeys("a");
        assertThat(cache.get("a")).isEqualTo(1);
        cache.clear();
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void whatTheMessageSaysHelps() {
        try (MemcachedProcess server = MemcachedProcess.start("-o", "no_lru_crawler");
                Jvms jvms = new Jvms(server)) {
            Cache<String, Integer> cache = jvms.open("c");
            cache.put("a", 1);
            assertThatThrownBy(() -> cache.iterator().next()).hasMessageContaining("send it \"lru_crawler enable\"");
            assertThat(TextTalk.say(server, "lru_crawler enable", "OK")).contains("OK");
            assertThat(cache).hasSize(1);
        }
    }
}
