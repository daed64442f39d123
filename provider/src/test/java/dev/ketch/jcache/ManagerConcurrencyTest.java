// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Managers used by several threads, and by user code that they call. */
@Timeout(60)
class ManagerConcurrencyTest {
    private final KetchCachingProvider provider = new KetchCachingProvider();
    private final CacheManager manager = provider.getCacheManager(URI.create("memcached://localhost:1/m"), null);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void factoriesMayUseTheManagerFromAnotherThread() {
        manager.createCache("first", typed());
        manager.createCache(
                "second",
                typed().addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        () -> elsewhere(() -> {
                            assertThat(provider.getCacheManager(manager.getURI(), null)
                                            .<Object, Object>getCache("first"))
                                    .isNotNull();
                            manager.createCache("third", typed());
                            return new ClosingListener();
                        }),
                        null,
                        false,
                        true)));

        assertThat(manager.getCacheNames()).containsExactly("first", "second", "third");
    }

    @Test
    void whatIsClosedWithACacheMayUseTheProviderFromAnotherThread() {
        AtomicInteger closings = new AtomicInteger();
        manager.createCache(
                "orders",
                typed().addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        () -> new ClosingListener() {
                            @Override
                            public void close() {
                                elsewhere(() -> provider.getCacheManager(URI.create("memcached://h/x"), null));
                                elsewhere(manager::isClosed);
                                closings.incrementAndGet();
                            }
                        },
                        null,
                        false,
                        true)));

        provider.close();

        assertThat(closings).hasValue(1);
    }

    @Test
    void creatorsAtTheSameTimeMakeOneCache() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        AtomicInteger made = new AtomicInteger();
        AtomicInteger closings = new AtomicInteger();
        try {
            for (int round = 0; round < 30; round++) {
                String name = "round" + round;
                List<Future<Cache<String, Integer>>> results = pool.invokeAll(IntStream.range(0, 8)
                        .mapToObj(i -> (Callable<Cache<String, Integer>>) () -> manager.createCache(
                                name,
                                typed().addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                        () -> {
                                            made.incrementAndGet();
                                            return new ClosingListener() {
                                                @Override
                                                public void close() {
                                                    closings.incrementAndGet();
                                                }
                                            };
                                        },
                                        null,
                                        false,
                                        true))))
                        .toList());
                List<Cache<String, Integer>> winners = new ArrayList<>();
                for (Future<Cache<String, Integer>> result : results) {
                    try {
                        winners.add(result.get());
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).hasMessage("cache [" + name + "] already exists");
                    }
                }
                assertThat(winners).hasSize(1);
                assertThat(manager.<String, Integer>getCache(name)).isSameAs(winners.get(0));
                assertThat(winners.get(0).isClosed()).isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(closings.get()).isEqualTo(made.get() - 30);
    }

    /** Configurations may share what their factories give. */
    @Test
    void whoComesTooLateClosesNothingOfTheFirst() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger closings = new AtomicInteger();
        ClosingListener shared = new ClosingListener() {
            @Override
            public void close() {
                closings.incrementAndGet();
            }
        };
        Future<Cache<String, Integer>> first = CompletableFuture.supplyAsync(() -> manager.createCache(
                "orders",
                typed().addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        () -> {
                            making.countDown();
                            ExecutorTest.await(goOn);
                            return shared;
                        },
                        null,
                        false,
                        true))));
        ExecutorTest.await(making);
        assertThatThrownBy(() -> manager.createCache(
                        "orders",
                        typed().addCacheEntryListenerConfiguration(
                                        new MutableCacheEntryListenerConfiguration<>(() -> shared, null, false, true))))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache [orders] already exists");
        goOn.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS).isClosed()).isFalse();
        assertThat(closings).hasValue(0);
    }

    @Test
    void aManagerThatIsOpenedWhileAnotherOfItsUriClosesHasItsBeans() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        for (String name : List.of("a", "b")) {
            manager.createCache(
                    name,
                    typed().setStatisticsEnabled(true)
                            .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                    () -> new ClosingListener() {
                                        @Override
                                        public void close() {
                                            if (opened.getAndIncrement() == 0) {
                                                CacheManager next = provider.getCacheManager(manager.getURI(), null);
                                                next.createCache("a", typed().setStatisticsEnabled(true));
                                                next.createCache("b", typed().setStatisticsEnabled(true));
                                            }
                                        }
                                    },
                                    null,
                                    false,
                                    true)));
        }
        manager.close();
        assertThat(opened).hasValue(2);
        for (String name : List.of(
                "javax.cache:type=CacheStatistics,Cache=a,*",
                "javax.cache:type=CacheStatistics,Cache=b,*",
                "dev.ketch:type=Ring,*",
                "dev.ketch:type=Server,*")) {
            assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(name), null))
                    .filteredOn(bean -> bean.getKeyProperty("CacheManager").contains("localhost"))
                    .as(name)
                    .hasSize(1);
        }
    }

    @Test
    void aCacheBeingMadeWhileTheManagerClosesIsClosedToo() {
        ClosingListener listener = new ClosingListener();

        assertThatIllegalStateException()
                .isThrownBy(() -> manager.createCache(
                        "late",
                        typed().setStatisticsEnabled(true)
                                .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                        () -> {
                                            manager.close();
                                            return listener;
                                        },
                                        null,
                                        false,
                                        true))))
                .withMessageContaining("is closed");
        assertThat(listener.closed).hasValue(1);
    }

    private static MutableConfiguration<String, Integer> typed() {
        return new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class);
    }

    private static <T> T elsewhere(Callable<T> call) {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return call.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
