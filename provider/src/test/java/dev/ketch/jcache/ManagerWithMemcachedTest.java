// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.OnUnavailable;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.testkit.MemcachedProcess;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Managers, caches and what is in memcached. */
@Timeout(60)
class ManagerWithMemcachedTest {
    private final KetchCachingProvider provider = new KetchCachingProvider();
    private MemcachedProcess server;
    private CacheManager manager;

    @BeforeEach
    void start() {
        server = MemcachedProcess.start();
        manager = provider.getCacheManager(uri("shop"), null);
    }

    @AfterEach
    void stop() {
        provider.close();
        server.close();
    }

    @Test
    void nothingIsConnectedToBeforeACacheIsUsed() {
        String before = server.stats().get("total_connections");
        manager.createCache("orders", typed());
        int after = Integer.parseInt(server.stats().get("total_connections"));

        // Each call of stats is a connection of its own.
        assertThat(after).isEqualTo(Integer.parseInt(before) + 1);
    }

    @Test
    void closingKeepsTheEntriesAndDestroyingRemovesThem() {
        Cache<String, Integer> cache = manager.createCache("orders", typed());
        cache.put("a", 1);

        cache.close();
        Cache<String, Integer> again = manager.createCache("orders", typed());
        assertThat(again.get("a")).isEqualTo(1);

        manager.close();
        manager = provider.getCacheManager(uri("shop"), null);
        Cache<String, Integer> later = manager.createCache("orders", typed());
        assertThat(later.get("a")).isEqualTo(1);

        manager.destroyCache("orders");
        assertThat(later.isClosed()).isTrue();
        assertThat(manager.getCacheNames()).isEmpty();
        assertThat(manager.createCache("orders", typed()).get("a")).isNull();
    }

    @Test
    void anotherNamespaceIsAnotherCache() {
        Cache<String, Integer> one = manager.createCache("orders", typed());
        Cache<String, Integer> two =
                provider.getCacheManager(uri("elsewhere"), null).createCache("orders", typed());

        one.put("a", 1);

        assertThat(two.get("a")).isNull();
        two.put("a", 2);
        two.getCacheManager().destroyCache("orders");
        assertThat(one.get("a")).isEqualTo(1);
    }

    @Test
    void aCacheThatCannotBeEmptiedIsNotDestroyed() {
        KetchConfiguration<String, Integer> strict =
                new KetchConfiguration<>(typed()).setOnUnavailable(OnUnavailable.FAIL);
        Cache<String, Integer> cache = manager.createCache("orders", strict);
        cache.put("a", 1);
        server.kill();

        assertThatThrownBy(() -> manager.destroyCache("orders"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("[orders]")
                .hasMessageContaining(server.address());
        assertThat(cache.isClosed()).isFalse();
        assertThat(manager.<String, Integer>getCache("orders")).isSameAs(cache);
    }

    @Test
    void aCacheThatDegradesIsDestroyedWhenItsServerIsBack() {
        Cache<String, Integer> cache = manager.createCache("orders", typed());
        cache.put("a", 1);
        MemcachedClient client = cache.unwrap(MemcachedClient.class);
        Server only = client.servers().get(0);
        client.markOffline(only);
        manager.destroyCache("orders");
        assertThat(cache.isClosed()).isTrue();

        Cache<String, Integer> again = manager.createCache("orders", typed());
        client.markOnline(only);
        Awaiting.until(() -> client.status(only).state() == ServerState.UP);
        assertThat(again.get("a")).isNull();
    }

    @Test
    void afterAllIsClosedNoConnectionIsLeft() {
        Cache<String, Integer> cache = manager.createCache("orders", typed());
        cache.put("a", 1);
        int baseline = baseline();
        assertThat(Integer.parseInt(server.stats().get("curr_connections"))).isGreaterThan(baseline);

        provider.close();

        // The server sees the end of a connection a moment later; the class has a timeout.
        while (Integer.parseInt(server.stats().get("curr_connections")) > baseline) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theStatisticsBeanShowsWhatTheCacheDid() throws Exception {
        Cache<String, Integer> cache = manager.createCache("counted", typed().setStatisticsEnabled(true));
        cache.put("a", 1);
        cache.get("a");
        cache.get("b");

        ObjectName name = ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("javax.cache:type=CacheStatistics,Cache=counted,*"), null)
                .iterator()
                .next();
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "CacheHits"))
                .isEqualTo(1L);
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "CacheMissPercentage"))
                .isEqualTo(50f);
        manager.enableStatistics("counted", false);
        cache.get("a");
        manager.enableStatistics("counted", true);
        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "CacheHits"))
                .isEqualTo(1L);
    }

    @Test
    void aListenerMayUseProviderManagerAndCacheFromAnotherThreadWhileTheOperationWaits() {
        AtomicReference<Integer> seen = new AtomicReference<>();
        CacheEntryCreatedListener<String, Integer> listener =
                events -> events.forEach(event -> CompletableFuture.runAsync(() -> {
                            Cache<String, Integer> cache = provider.getCacheManager(uri("shop"), null)
                                    .getCache("orders", String.class, Integer.class);
                            seen.set(cache.get(event.getKey()));
                        })
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join());
        Cache<String, Integer> cache = manager.createCache(
                "orders",
                typed().addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true)));

        cache.put("a", 1);

        assertThat(seen).hasValue(1);
    }

    private URI uri(String namespace) {
        return URI.create("memcached://" + server.address() + "/" + namespace);
    }

    private static MutableConfiguration<String, Integer> typed() {
        return new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class);
    }

    /** What a memcached counts as connections with nobody connected but the one that asks. */
    private int baseline() {
        try (MemcachedProcess idle = MemcachedProcess.start()) {
            // The lowest of many: the connection by which the test kit saw it come up may still be counted at first.
            int lowest = Integer.MAX_VALUE;
            for (int i = 0; i < 50; i++) {
                lowest = Math.min(lowest, Integer.parseInt(idle.stats().get("curr_connections")));
            }
            return lowest;
        }
    }
}
