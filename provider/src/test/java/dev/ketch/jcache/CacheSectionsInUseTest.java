// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.ClassMode;
import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.OnUnavailable;
import dev.ketch.RawKeys;
import dev.ketch.config.ConfigurationException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What sections say holds for caches, whoever makes them, unless their own configuration says something else. */
@Timeout(60)
class CacheSectionsInUseTest {
    private static final String YAML = """
            servers: localhost:1
            namespace: sections
            caches:
              default: {expiry: created 1m, onUnavailable: fail}
              measured: {statistics: true, management: true}
              forever: {expiry: eternal}
              modified: {expiry: modified 2h}
              accessed: {expiry: accessed 90s}
              touched: {expiry: touched 30 d}
              raw: {serializer: string, rawKeys: plain, keyPrefix: "r:"}
              strict: {classPolicy: strict, allowClasses: [com.acme.*], denyClasses: com.acme.Bad, compression: deflate, compressionThreshold: 2KB}
              tied-*: {expiry: created 3m}
              "*-tied": {expiry: created 4m}
            """;

    private final KetchCachingProvider provider = new KetchCachingProvider();
    private CacheManager manager;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        manager = provider.getCacheManager(
                Files.writeString(folder.resolve("ketch.yaml"), YAML).toUri(), null);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private static Factory<ExpiryPolicy> expiry(Cache<?, ?> cache) {
        return complete(cache).getExpiryPolicyFactory();
    }

    @SuppressWarnings("unchecked")
    private static CompleteConfiguration<?, ?> complete(Cache<?, ?> cache) {
        return cache.getConfiguration(CompleteConfiguration.class);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> KetchConfiguration<K, V> ours(Cache<K, V> cache) {
        return cache.getConfiguration(KetchConfiguration.class);
    }

    private Cache<Object, Object> plain(String name) {
        return manager.createCache(name, new MutableConfiguration<>());
    }

    @Test
    void aPlainConfigurationGetsThem() {
        assertThat(expiry(plain("any"))).isEqualTo(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MINUTES, 1)));
        assertThat(expiry(plain("forever"))).isEqualTo(EternalExpiryPolicy.factoryOf());
        assertThat(expiry(plain("modified")))
                .isEqualTo(ModifiedExpiryPolicy.factoryOf(new Duration(TimeUnit.HOURS, 2)));
        assertThat(expiry(plain("accessed")))
                .isEqualTo(AccessedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 90)));
        assertThat(expiry(plain("touched"))).isEqualTo(TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.DAYS, 30)));
        assertThat(complete(manager.getCache("any")).isStatisticsEnabled()).isFalse();
    }

    @Test
    void soDoesWhatIsNoCompleteConfiguration() {
        Cache<Object, Object> cache = manager.createCache("measured", new Least());

        assertThat(expiry(cache)).isEqualTo(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE));
        assertThat(complete(cache).isStatisticsEnabled()).isTrue();
        assertThat(complete(cache).isManagementEnabled()).isTrue();
    }

    @Test
    void statisticsAndManagementAreReallyOn() throws Exception {
        Cache<Object, Object> cache = plain("measured");

        assertThat(complete(cache).isStatisticsEnabled()).isTrue();
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("javax.cache:*,Cache=measured"), null))
                .hasSize(2);
        manager.enableStatistics("measured", false);
        assertThat(complete(cache).isStatisticsEnabled()).isFalse();
    }

    @Test
    void whatAConfigurationSaysItselfWins() {
        Factory<ExpiryPolicy> own = AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR);
        assertThat(expiry(manager.createCache("any", new MutableConfiguration<>().setExpiryPolicyFactory(own))))
                .isEqualTo(own);
        Cache<String, String> raw = manager.createCache(
                "raw",
                new KetchConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setKeyPrefix("mine:")
                        .setOnUnavailable(OnUnavailable.DEGRADE));
        assertThat(ours(raw).getKeyPrefix()).isEqualTo("mine:");
        assertThat(ours(raw).getSerializer()).isEqualTo("string");
        assertThat(ours(raw).getRawKeys()).isEqualTo(RawKeys.PLAIN);
        assertThat(raw.get("k")).isNull();
    }

    @Test
    void theyDecideWhatHappens() {
        // The server is not there: degrade would miss.
        Cache<Object, Object> cache = plain("any");
        assertThatThrownBy(() -> cache.get("k")).hasMessageContaining("server [localhost:1]");
        // Raw caches have String keys.
        assertThatThrownBy(() -> manager.createCache(
                        "raw", new MutableConfiguration<Long, String>().setTypes(Long.class, String.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cache [raw] has keys of type [java.lang.Long], but");
    }

    @Test
    void aTieIsAnErrorOfTheCacheOnly() {
        assertThatThrownBy(() -> plain("tied-tied"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[created 4m]")
                .hasMessageContaining("line 12 column");
        assertThatThrownBy(() -> manager.getCache("tied-tied")).isInstanceOf(ConfigurationException.class);
        assertThat(expiry(plain("tied-"))).isEqualTo(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MINUTES, 3)));
    }

    @Test
    void ourConfigurationShowsAllThatHolds() {
        KetchConfiguration<Object, Object> shown = ours(plain("strict"));

        assertThat(shown.getOnUnavailable()).isEqualTo(OnUnavailable.FAIL);
        assertThat(shown.getSerializer()).isEqualTo("kryo");
        assertThat(shown.getRawKeys()).isEqualTo(RawKeys.PREFIXED);
        assertThat(shown.getKeyPrefix()).isEmpty();
        assertThat(shown.getClassMode()).isEqualTo(ClassMode.STRICT);
        assertThat(shown.getAllowClasses()).isEqualTo(List.of("com.acme.*"));
        assertThat(shown.getDenyClasses()).isEqualTo(List.of("com.acme.Bad"));
        assertThat(shown.getCompression()).isEqualTo("deflate");
        assertThat(shown.getCompressionThreshold()).isEqualTo(2048);
        assertThat(shown.getExpiryPolicyFactory()).isEqualTo(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE));

        shown.setStatisticsEnabled(true);
        assertThat(ours(manager.<Object, Object>getCache("strict")).isStatisticsEnabled())
                .isFalse();
        // What is shown can be used.
        assertThat(ours(manager.createCache("copy", shown))).isEqualTo(shown);
    }

    @Test
    void aTypeThatNobodyKnowsIsRefused() {
        Cache<Object, Object> cache = plain("any");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache.getConfiguration(Least.class))
                .withMessageContaining("cache [any]");
    }

    /** What JSR-107 asks of a configuration at least. */
    private static final class Least implements Configuration<Object, Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public Class<Object> getKeyType() {
            return Object.class;
        }

        @Override
        public Class<Object> getValueType() {
            return Object.class;
        }

        @Override
        public boolean isStoreByValue() {
            return true;
        }
    }

    /** As it is asked for to make another cache like it. */
    @Test
    void whatAConfigurationSaysIsShown() throws ReflectiveOperationException {
        KetchConfiguration<String, String> given = new KetchConfiguration<String, String>()
                .setOnUnavailable(OnUnavailable.FAIL)
                .setSerializer("java")
                .setRawKeys(RawKeys.PREFIXED)
                .setClassMode(ClassMode.STRICT)
                .setAllowClasses(List.of("com.acme.*"))
                .setDenyClasses(List.of("com.acme.Bad"))
                .setCompression("deflate")
                .setCompressionThreshold(4096)
                .setExecutorFactory(new CommonPool());
        KetchConfiguration<String, String> shown = ours(manager.createCache("shown", given));
        List<String> compared = new ArrayList<>();
        for (Method getter : KetchConfiguration.class.getDeclaredMethods()) {
            Object said =
                    getter.getName().startsWith("get") && getter.getParameterCount() == 0 ? getter.invoke(given) : null;
            if (said != null) {
                assertThat(getter.invoke(shown)).as(getter.getName()).isEqualTo(said);
                compared.add(getter.getName());
            }
        }
        assertThat(compared).contains("getOnUnavailable", "getExecutorFactory").hasSizeGreaterThanOrEqualTo(9);
    }

    /** Equal to itself, as factories are compared. */
    private record CommonPool() implements Factory<Executor> {
        @Override
        public Executor create() {
            return ForkJoinPool.commonPool();
        }
    }
}
