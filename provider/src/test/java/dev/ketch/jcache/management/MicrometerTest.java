// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.testkit.MemcachedProcess;
import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.micrometer.core.instrument.config.InvalidConfigurationException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Micrometer's binder for JCache finds the statistics by the name that it makes of the manager's URI. */
@Timeout(60)
class MicrometerTest {
    private static MemcachedProcess one;
    private static MemcachedProcess two;

    private final KetchCachingProvider provider = new KetchCachingProvider();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        one = MemcachedProcess.start();
        two = MemcachedProcess.start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @AfterEach
    void close() {
        provider.close();
        registry.close();
    }

    @Test
    void ofOneServerWithoutOptions() {
        counts(provider.getCacheManager(URI.create("memcached://" + one.address() + "/micrometer"), null));
    }

    @Test
    void ofServersAndOptionsInAFile() throws Exception {
        counts(provider.getCacheManager(write().toUri(), null));
    }

    @Test
    void ofServersAndOptionsInAResource() throws Exception {
        write();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            counts(provider.getCacheManager(URI.create("classpath:ketch.yaml"), loader));
        }
    }

    @Test
    void ofServersAndOptionsInProperties() {
        Properties properties = new Properties();
        properties.setProperty("ketch.servers", one.address() + "," + two.address());
        properties.setProperty("ketch.timeout", "2s");
        counts(provider.getCacheManager(URI.create("memcached:///micrometer"), null, properties));
    }

    /** Micrometer takes the URI as it is, but for its colons, for part of a name; whatever has the statistics. */
    @ParameterizedTest
    @ValueSource(strings = {"memcached://ONE,TWO/micrometer", "memcached://ONE/micrometer?timeout=2s"})
    void ofSeveralServersOrOptionsInTheUriItCannotBind(String uri) {
        CacheManager manager = provider.getCacheManager(
                URI.create(uri.replace("ONE", one.address()).replace("TWO", two.address())), null);
        Cache<String, String> cache = open(manager);
        assertThatThrownBy(() -> JCacheMetrics.monitor(registry, cache))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("invalid JMX name");
    }

    private Path write() throws Exception {
        return Files.writeString(
                folder.resolve("ketch.yaml"),
                "servers: [\"" + one.address() + "\", \"" + two.address() + "\"]\ntimeout: 2s\nnamespace: n"
                        + UUID.randomUUID());
    }

    private static Cache<String, String> open(CacheManager manager) {
        return manager.createCache(
                "prices",
                new MutableConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setStatisticsEnabled(true));
    }

    private void counts(CacheManager manager) {
        Cache<String, String> cache = open(manager);
        JCacheMetrics.monitor(registry, cache);

        cache.put("a", "1");
        cache.put("b", "1");
        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(cache.get("c")).isNull();
        assertThat(cache.get("d")).isNull();
        assertThat(cache.get("e")).isNull();

        assertThat(registry.get("cache.puts").functionCounter().count()).isEqualTo(2);
        assertThat(registry.get("cache.gets")
                        .tag("result", "hit")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("cache.gets")
                        .tag("result", "miss")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
    }
}
