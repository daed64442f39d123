// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCachingProvider;
import dev.ketch.testkit.MemcachedProcess;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.jcache.JCacheCache;

/** Spring's {@code @CacheEvict(allEntries = true)}, also before the invocation, where it asks whether there are entries. */
class InvalidateTest {
    @ParameterizedTest
    @ValueSource(strings = {"-v", "-X", "-o no_lru_crawler"})
    void theCacheIsEmptyThen(String flags) {
        try (MemcachedProcess server = MemcachedProcess.start(flags.split(" "));
                KetchCachingProvider provider = new KetchCachingProvider()) {
            Cache<Object, Object> cache = provider.getCacheManager(
                            URI.create("memcached://" + server.address() + "/shop"), null)
                    .createCache("rates", new MutableConfiguration<>());
            JCacheCache springs = new JCacheCache(cache);
            springs.put("k", "v");
            assertThat(springs.invalidate()).isTrue();
            assertThat(springs.get("k")).isNull();
            springs.put("k", "v");
            springs.clear();
            assertThat(springs.get("k")).isNull();
            // Whether anything was there is not known everywhere.
            assertThat(springs.invalidate()).isEqualTo(!flags.equals("-v"));
        }
    }
}
