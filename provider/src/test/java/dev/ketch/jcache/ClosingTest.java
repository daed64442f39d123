// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCache;
import dev.ketch.client.MemcachedClient;
import dev.ketch.jcache.management.EventsMXBean;
import dev.ketch.jcache.store.FlawCounts;
import dev.ketch.testkit.MemcachedProcess;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ClosingTest {
    private static final String FAILURE = "the loader's connection is broken";
    private boolean failsBadly;
    private final List<String> closed = new CopyOnWriteArrayList<>();

    private class Loader implements CacheLoader<String, String>, Closeable {
        @Override
        public @Nullable String load(String key) {
            return null;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            return Map.of();
        }

        @Override
        public void close() throws IOException {
            closed.add("loader");
            if (failsBadly) {
                throw new NoClassDefFoundError(FAILURE);
            }
            throw new IOException(FAILURE);
        }
    }

    private class Writer implements CacheWriter<String, String>, Closeable {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {}

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {}

        @Override
        public void delete(Object key) {}

        @Override
        public void deleteAll(Collection<?> keys) {}

        @Override
        public void close() {
            closed.add("writer");
        }
    }

    private class Policy implements ExpiryPolicy, Closeable {
        @Override
        public Duration getExpiryForCreation() {
            return Duration.ETERNAL;
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return null;
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return null;
        }

        @Override
        public void close() {
            closed.add("policy");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingIsClosedThoughTheLoaderFails(boolean badly) {
        failsBadly = badly;
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = jvms.open(
                    "orders",
                    Jvms.<String, String>plain()
                            .setReadThrough(true)
                            .setCacheLoaderFactory(Loader::new)
                            .setWriteThrough(true)
                            .setCacheWriterFactory(Writer::new)
                            .setExpiryPolicyFactory(Policy::new));
            cache.put("k", "v");
            assertThatThrownBy(cache::close)
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("cache [orders]")
                    .hasRootCauseMessage(FAILURE);
            assertThat(closed).containsExactlyInAnyOrder("loader", "writer", "policy");
            assertThat(cache.isClosed()).isTrue();
            cache.close();
            assertThat(closed).hasSize(3);
        }
    }

    @Test
    void whatIsClosedIsStillThereForWhoOpensItAgain() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = jvms.open("orders");
            cache.put("k", "v");
            cache.close();
            assertThatThrownBy(() -> cache.get("k")).hasMessage("cache [orders] is closed");
            Cache<String, String> again = jvms.open("orders");
            assertThat(again.get("k")).isEqualTo("v");
            again.getCacheManager().destroyCache("orders");
            assertThat(jvms.<String, String>openElsewhere("orders").get("k")).isNull();
        }
    }

    @Test
    void unwrapping() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = jvms.open("orders");
            cache.put("k", "v");
            assertThat((Object) cache.unwrap(KetchCache.class)).isSameAs(cache);
            assertThat((Object) cache.unwrap(KetchCacheManager.class)).isSameAs(cache.getCacheManager());
            assertThat(cache.unwrap(CacheStatisticsMXBean.class).getCacheGets()).isZero();
            assertThat(cache.unwrap(FlawCounts.class)).isNotNull();
            assertThat(cache.unwrap(EventsMXBean.class).getDropped()).isZero();
            assertThat((Object) cache.unwrap(JCache.class)).isSameAs(cache);
            assertThat((Object) cache.unwrap(Cache.class)).isSameAs(cache);
            assertThat(cache.unwrap(MemcachedClient.class).servers()).hasSize(1);
            assertThat(cache.unwrap(MemcachedClient.class)
                            .increment("beside", 1, 5, null)
                            .counter())
                    .hasValue(5);
            assertThatThrownBy(() -> cache.unwrap(String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cache [orders]")
                    .hasMessageContaining("[java.lang.String]")
                    .hasMessageContaining(KetchCache.class.getName())
                    .hasMessageContaining(MemcachedClient.class.getName());
            assertThatThrownBy(() -> cache.iterator().next().unwrap(String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Cache.Entry.class.getName());
            assertThatThrownBy(() -> cache.getCacheManager().unwrap(String.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(MemcachedClient.class.getName());
        }
    }
}
