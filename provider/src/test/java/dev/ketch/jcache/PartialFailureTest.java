// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.KetchConfiguration;
import dev.ketch.ServerUnavailableException;
import dev.ketch.client.MemcachedClient;
import dev.ketch.jcache.event.HearsAll;
import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.EventType;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.management.CacheStatisticsMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of two servers is lost in the middle of an operation on many entries: what was done is counted and told of. */
@Timeout(60)
class PartialFailureTest {
    private final Map<String, EventType> heard = new ConcurrentHashMap<>();
    private final Set<String> all = new HashSet<>();
    private final Set<String> kept = new HashSet<>();
    private MemcachedProcess one;
    private MemcachedProcess two;
    private Jvms jvms;
    private KetchCache<String, String> cache;
    private MemcachedClient client;

    /** Loses the server when it is asked. */
    private final class Losing extends SimpleLoader<String, String> implements SimpleWriter<String, String> {
        volatile boolean armed = true;

        @Override
        public String load(String key) {
            lose();
            return "loaded";
        }

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            if (armed) {
                lose();
            }
        }

        @Override
        public void delete(Object key) {
            lose();
        }
    }

    @BeforeEach
    void start() {
        one = MemcachedProcess.start();
        two = MemcachedProcess.start();
        jvms = new Jvms("?onUnavailable=fail", one, two);
    }

    @AfterEach
    void stop() {
        jvms.close();
        one.close();
        two.close();
    }

    private void lose() {
        client.markOffline(client.servers().get(0));
    }

    private void open(KetchConfiguration<String, String> configuration, boolean listening) {
        configuration.setStatisticsEnabled(true);
        if (listening) {
            HearsAll<String, String> listener = event -> heard.put(event.getKey(), event.getEventType());
            configuration.addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(new SingletonFactory<>(listener), null, false, true));
        }
        cache = jvms.open("c", configuration);
        client = cache.unwrap(MemcachedClient.class);
        for (int i = 0; i < 60; i++) {
            String key = "k" + i;
            all.add(key);
            if (client.serverOf(jvms.wireKey("c", key)) == client.servers().get(1)) {
                kept.add(key);
            }
        }
        assertThat(kept).isNotEmpty().hasSizeLessThan(60);
        // Connections to both.
        all.forEach(cache::containsKey);
    }

    private Map<String, String> entries() {
        Map<String, String> entries = new HashMap<>();
        all.forEach(key -> entries.put(key, "v"));
        return entries;
    }

    private CacheStatisticsMXBean statistics() {
        return cache.unwrap(CacheStatisticsMXBean.class);
    }

    private void assertHeard(EventType type) {
        assertThat(heard).containsOnlyKeys(kept).allSatisfy((key, heardOf) -> assertThat(heardOf)
                .isEqualTo(type));
    }

    @Test
    void putAllThatNeedNotRead() {
        open(new KetchConfiguration<>(), false);
        lose();
        assertThatThrownBy(() -> cache.putAll(entries())).isInstanceOf(ServerUnavailableException.class);
        assertThat(statistics().getCachePuts()).isEqualTo(kept.size());
    }

    @Test
    void putAllAndRemoveAllThatWriteThrough() {
        Losing writer = new Losing();
        KetchConfiguration<String, String> configuration = new KetchConfiguration<>();
        configuration.setWriteThrough(true).setCacheWriterFactory(new SingletonFactory<>(writer));
        open(configuration, true);
        assertThatThrownBy(() -> cache.putAll(entries())).isInstanceOf(ServerUnavailableException.class);
        assertHeard(EventType.CREATED);
        assertThat(statistics().getCachePuts()).isEqualTo(kept.size());

        writer.armed = false;
        client.markOnline(client.servers().get(0));
        Awaiting.until(() -> cache.getAll(all).keySet().equals(kept));
        cache.putAll(entries());
        heard.clear();
        writer.armed = true;
        assertThatThrownBy(() -> cache.removeAll(all)).isInstanceOf(ServerUnavailableException.class);
        assertHeard(EventType.REMOVED);
        assertThat(statistics().getCacheRemovals()).isEqualTo(kept.size());
    }

    @Test
    void invokeAll() {
        open(new KetchConfiguration<>(), true);
        assertThatThrownBy(() -> cache.invokeAll(all, (entry, arguments) -> {
                    entry.setValue("v");
                    lose();
                    return null;
                }))
                .isInstanceOf(ServerUnavailableException.class);
        assertHeard(EventType.CREATED);
        assertThat(statistics().getCachePuts()).isEqualTo(kept.size());
        assertThat(statistics().getCacheMisses()).isEqualTo(kept.size());
    }

    @Test
    void loadAll() {
        KetchConfiguration<String, String> configuration = new KetchConfiguration<>();
        configuration.setReadThrough(false).setCacheLoaderFactory(Losing::new);
        open(configuration, true);
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(all, false, done);
        assertThatThrownBy(() -> done.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(ServerUnavailableException.class);
        assertHeard(EventType.CREATED);
    }

    @Test
    void getAllThatLoads() {
        KetchConfiguration<String, String> configuration = new KetchConfiguration<>();
        configuration.setReadThrough(true).setCacheLoaderFactory(Losing::new);
        open(configuration, true);
        assertThatThrownBy(() -> cache.getAll(all)).isInstanceOf(ServerUnavailableException.class);
        assertHeard(EventType.CREATED);
    }
}
