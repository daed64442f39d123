// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.config.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KetchCachingProviderTest {
    private static final URI SHOP = URI.create("memcached://h1:11211,h2:11211/shop");

    private final KetchCachingProvider provider = new KetchCachingProvider();

    @AfterEach
    void close() {
        System.clearProperty(KetchCachingProvider.URI_PROPERTY);
        System.clearProperty(KetchCachingProvider.CONFIG_PROPERTY);
        provider.close();
    }

    @Test
    void isFound() {
        assertThat(ServiceLoader.load(CachingProvider.class)).hasExactlyElementsOfTypes(KetchCachingProvider.class);
        try (CachingProvider found = Caching.getCachingProvider()) {
            assertThat(found).isInstanceOf(KetchCachingProvider.class);
        }
    }

    @Test
    void nothingIsMeantByDefaults() {
        CacheManager manager = provider.getCacheManager();

        assertThat(manager.getURI()).isEqualTo(URI.create("memcached://localhost:11211/ketch"));
        assertThat(manager.getClassLoader()).isSameAs(Thread.currentThread().getContextClassLoader());
        assertThat(manager.getProperties()).isEmpty();
        assertThat(manager.getCachingProvider()).isSameAs(provider);
        assertThat(provider.getCacheManager(null, null, null)).isSameAs(manager);
        assertThat(provider.getCacheManager(provider.getDefaultURI(), provider.getDefaultClassLoader()))
                .isSameAs(manager);
    }

    @Test
    void theDefaultUriCanBeSetForTheJvm() {
        System.setProperty(KetchCachingProvider.URI_PROPERTY, " memcached://h9/set ");
        assertThat(provider.getDefaultURI()).isEqualTo(URI.create("memcached://h9/set"));
        assertThat(provider.getCacheManager().getURI()).isEqualTo(URI.create("memcached://h9/set"));

        System.setProperty(KetchCachingProvider.URI_PROPERTY, "memcached://u:secret@h 9/set");
        assertThatThrownBy(provider::getCacheManager)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("system property [ketch.uri] is no URI")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aFileCanBeSetForTheJvm(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my ketch.yaml"), "servers: h9\ncreateOnGet: true");
        System.setProperty(KetchCachingProvider.CONFIG_PROPERTY, file.toString());

        assertThat(provider.getDefaultURI()).isEqualTo(file.toUri());
        CacheManager manager = provider.getCacheManager();
        assertThat(manager.getURI()).isEqualTo(file.toUri());
        assertThat(manager.<Object, Object>getCache("any")).isNotNull();
        assertThat(provider.getCacheManager(file.toUri(), null)).isSameAs(manager);

        System.setProperty(KetchCachingProvider.URI_PROPERTY, "memcached://h");
        assertThatThrownBy(provider::getDefaultURI)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("system properties [ketch.uri] and [ketch.config] are both set");
        System.clearProperty(KetchCachingProvider.URI_PROPERTY);
        System.setProperty(KetchCachingProvider.CONFIG_PROPERTY, "ketch.xml");
        assertThatThrownBy(provider::getDefaultURI)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "option [config] is [ketch.xml] in system property [ketch.config]: write a file or URL");
    }

    @Test
    void aManagerIsKnownByUriAndClassLoader() {
        ClassLoader other = new ChildLoader(Parcel.class);
        CacheManager manager = provider.getCacheManager(SHOP, null);

        assertThat(provider.getCacheManager(URI.create(SHOP.toString()), null)).isSameAs(manager);
        assertThat(provider.getCacheManager(SHOP, other)).isNotSameAs(manager);
        assertThat(provider.getCacheManager(SHOP, other).getClassLoader()).isSameAs(other);
        assertThat(provider.getCacheManager(null, null)).isNotSameAs(manager);
        assertThat(manager.getURI()).isEqualTo(SHOP);
        try (KetchCachingProvider second = new KetchCachingProvider()) {
            assertThat(second.getCacheManager(SHOP, null)).isNotSameAs(manager);
        }
    }

    @Test
    void thePropertiesOfTheFirstCallerAreKept() {
        Object instance = new Object();
        Properties first = new Properties();
        first.put("instance", instance);
        first.setProperty("ketch.timeout", "1s");
        Properties expected = (Properties) first.clone();

        CacheManager manager = provider.getCacheManager(SHOP, null, first);
        first.clear();
        manager.getProperties().clear();

        assertThat(provider.getCacheManager(SHOP, null, new Properties()).getProperties())
                .isEqualTo(expected);
    }

    @Test
    void aBadUriOrPropertySaysSoAtOnce() {
        assertThatThrownBy(() -> provider.getCacheManager(URI.create("redis://h"), null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("uri [redis://h] has the scheme [redis]");
        Properties properties = new Properties();
        properties.put("ketch.timeout", 5);
        assertThatThrownBy(() -> provider.getCacheManager(SHOP, null, properties))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("property [ketch.timeout]");
    }

    @Test
    void closingClosesAllManagersAndTheProviderGoesOn() {
        ClassLoader other = new ChildLoader(Parcel.class);
        List<CacheManager> managers = List.of(
                provider.getCacheManager(),
                provider.getCacheManager(SHOP, null),
                provider.getCacheManager(SHOP, other));

        provider.close();
        provider.close();

        assertThat(managers).allMatch(CacheManager::isClosed);
        assertThat(provider.getCacheManager(SHOP, other)).isNotIn(managers).matches(manager -> !manager.isClosed());
    }

    @Test
    void closingAClassLoaderLeavesTheOthers() {
        ClassLoader other = new ChildLoader(Parcel.class);
        CacheManager one = provider.getCacheManager(SHOP, null);
        CacheManager two = provider.getCacheManager(SHOP, other);
        CacheManager three = provider.getCacheManager(null, other);

        provider.close(other);
        provider.close(other);

        assertThat(one.isClosed()).isFalse();
        assertThat(two.isClosed()).isTrue();
        assertThat(three.isClosed()).isTrue();
        provider.close((ClassLoader) null);
        assertThat(one.isClosed()).isTrue();
    }

    @Test
    void closingAUriLeavesTheOthers() {
        CacheManager one = provider.getCacheManager(SHOP, null);
        CacheManager two = provider.getCacheManager();

        provider.close(SHOP, null);
        provider.close(SHOP, null);

        assertThat(one.isClosed()).isTrue();
        assertThat(two.isClosed()).isFalse();
        provider.close(null, null);
        assertThat(two.isClosed()).isTrue();
    }

    @Test
    void aClosedManagerIsReplaced() {
        CacheManager first = provider.getCacheManager(SHOP, null);
        first.close();

        CacheManager second = provider.getCacheManager(SHOP, null);

        assertThat(second).isNotSameAs(first).matches(manager -> !manager.isClosed());
        first.close();
        assertThat(provider.getCacheManager(SHOP, null)).isSameAs(second);
    }

    @Test
    void callersAtTheSameTimeGetTheSameManager() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 50; round++) {
                URI uri = URI.create("memcached://h/round" + round);
                List<Future<CacheManager>> managers = pool.invokeAll(IntStream.range(0, 8)
                        .mapToObj(i -> (Callable<CacheManager>) () -> provider.getCacheManager(uri, null))
                        .toList());
                CacheManager first = managers.get(0).get();
                for (Future<CacheManager> manager : managers) {
                    assertThat(manager.get()).isSameAs(first);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void storesByValueOnly() {
        assertThat(provider.isSupported(OptionalFeature.STORE_BY_REFERENCE)).isFalse();
        assertThatThrownBy(() -> provider.getCacheManager()
                        .createCache("orders", new MutableConfiguration<>().setStoreByValue(false)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("cache [orders] cannot store by reference");
    }
}
