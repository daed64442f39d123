// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.testkit.MemcachedProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Caches that are made when they are asked for. */
@Timeout(60)
class CreateOnGetTest {
    private final KetchCachingProvider provider = new KetchCachingProvider();
    private MemcachedProcess server;
    private CacheManager manager;

    @BeforeEach
    void open() {
        server = MemcachedProcess.start();
        Properties properties = new Properties();
        properties.put("ketch.caches.on-*.createOnGet", true);
        properties.put("ketch.caches.on-*.expiry", "created 10m");
        manager = provider.getCacheManager(URI.create("memcached://" + server.address() + "/get"), null, properties);
    }

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    @Test
    void onlyWhereTheSectionSaysSo() {
        assertThat(manager.<Object, Object>getCache("off")).isNull();
        assertThat(manager.getCache("off", String.class, Long.class)).isNull();
        assertThat(manager.getCacheNames()).isEmpty();

        Cache<Object, Object> cache = manager.getCache("on-a");
        cache.put("k", 1);
        assertThat(cache.get("k")).isEqualTo(1);
        assertThat(manager.<Object, Object>getCache("on-a")).isSameAs(cache);
        assertThat(manager.getCacheNames()).containsExactly("on-a");
    }

    @Test
    @SuppressWarnings("unchecked")
    void withTheSectionAndTheTypes() {
        Cache<String, Long> cache = manager.getCache("on-a", String.class, Long.class);

        CompleteConfiguration<String, Long> configuration = cache.getConfiguration(CompleteConfiguration.class);
        assertThat(configuration.getKeyType()).isEqualTo(String.class);
        assertThat(configuration.getValueType()).isEqualTo(Long.class);
        assertThat(configuration.getExpiryPolicyFactory())
                .isEqualTo(CreatedExpiryPolicy.factoryOf(Duration.TEN_MINUTES));
        assertThatThrownBy(() -> manager.getCache("on-a", String.class, String.class))
                .isInstanceOf(ClassCastException.class);
        assertThat(manager.<Object, Object>getCache("on-a")).isSameAs(cache);
        assertThatThrownBy(() -> manager.createCache("on-a", new MutableConfiguration<>()))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache [on-a] already exists");
    }

    @Test
    void aClosedOrDestroyedOneComesAnew() {
        Cache<Object, Object> cache = manager.getCache("on-a");
        cache.put("k", 1);
        cache.close();
        Cache<Object, Object> again = manager.getCache("on-a");
        assertThat(again).isNotSameAs(cache);
        assertThat(again.get("k")).isEqualTo(1);

        manager.destroyCache("on-a");
        Cache<Object, Object> third = manager.getCache("on-a");
        assertThat(third).isNotSameAs(again);
        assertThat(third.get("k")).isNull();
        // Nor is one made to be destroyed.
        manager.destroyCache("on-b");
        assertThat(manager.getCacheNames()).containsExactly("on-a");
    }

    @Test
    void aClosedManagerMakesNone() {
        manager.close();
        assertThatIllegalStateException().isThrownBy(() -> manager.getCache("on-a"));
    }

    @Test
    void threadsThatAskAtOnceGetTheSame() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 50; round++) {
                String name = "on-" + round;
                CyclicBarrier barrier = new CyclicBarrier(threads);
                List<Future<Cache<Object, Object>>> asked = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    asked.add(pool.submit(() -> {
                        barrier.await();
                        return manager.getCache(name);
                    }));
                }
                Cache<Object, Object> first = asked.get(0).get();
                for (Future<Cache<Object, Object>> each : asked) {
                    assertThat(each.get()).isSameAs(first);
                }
                assertThat(first.isClosed()).isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void forAllCachesByTheUri() {
        CacheManager all =
                provider.getCacheManager(URI.create("memcached://" + server.address() + "/all?createOnGet=true"), null);

        assertThat(all.<Object, Object>getCache("any")).isNotNull();
    }
}
