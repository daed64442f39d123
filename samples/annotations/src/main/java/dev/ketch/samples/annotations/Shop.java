// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import java.net.URI;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application: its prices, and the caches that the annotations name. It wants a {@link Catalogue}. */
@Configuration
@EnableCaching(proxyTargetClass = true)
class Shop {
    /** Closed with the application; what is cached stays on the servers. */
    @Bean
    CacheManager ketch(@Value("${servers}") String servers) {
        CacheManager manager =
                Caching.getCachingProvider().getCacheManager(URI.create("memcached://" + servers + "/shop"), null);
        // Spring makes no cache that is missing. Its keys and values are Objects: a null, too, is cached.
        MutableConfiguration<Object, Object> configuration = new MutableConfiguration<>()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.TEN_MINUTES));
        manager.createCache("prices", configuration);
        manager.createCache("totals", configuration);
        return manager;
    }

    @Bean
    JCacheCacheManager cacheManager(CacheManager ketch) {
        return new JCacheCacheManager(ketch);
    }

    @Bean
    Prices prices(Catalogue catalogue) {
        return new Prices(catalogue);
    }
}
