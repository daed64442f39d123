// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.junit.Memcached;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** Where the manager makes caches that are asked for, an application names them in annotations and nowhere else. */
@Memcached
class CreateOnGetTest {
    private final String server;

    CreateOnGetTest(List<MemcachedProcess> servers) {
        this.server = servers.get(0).address();
    }

    /** Whose results are cached, by Spring's annotation and by that of JSR-107. */
    static class Rates {
        final AtomicInteger asked = new AtomicInteger();

        @Cacheable("rates")
        public String of(String currency) {
            return currency + asked.incrementAndGet();
        }

        @CacheResult(cacheName = "reversed")
        public String reversed(String currency) {
            return new StringBuilder(of(currency)).reverse().toString();
        }
    }

    @Configuration
    @EnableCaching(proxyTargetClass = true)
    static class Bank {
        @Bean
        CacheManager ketch(@Value("${uri}") URI uri) {
            return Caching.getCachingProvider().getCacheManager(uri, null);
        }

        @Bean
        JCacheCacheManager cacheManager(CacheManager ketch) {
            return new JCacheCacheManager(ketch);
        }

        @Bean
        Rates rates() {
            return new Rates();
        }
    }

    private static AnnotationConfigApplicationContext open(String uri) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", Map.of("uri", uri)));
        context.register(Bank.class);
        context.refresh();
        return context;
    }

    @Test
    void theAnnotationIsEnough() {
        String uri = "memcached://" + server + "/bank?createOnGet=true";
        try (AnnotationConfigApplicationContext bank = open(uri)) {
            Rates rates = bank.getBean(Rates.class);
            assertThat(rates.of("EUR")).isEqualTo("EUR1");
            assertThat(rates.of("EUR")).isEqualTo("EUR1");
            assertThat(rates.of("CHF")).isEqualTo("CHF2");
            assertThat(rates.reversed("USD")).isEqualTo("3DSU");
            assertThat(rates.reversed("USD")).isEqualTo("3DSU");
            assertThat(bank.getBean(CacheManager.class).getCacheNames()).containsExactly("rates", "reversed");
            assertThat(bank.getBean(CacheManager.class).getCache("rates").get("EUR"))
                    .isEqualTo("EUR1");
        }
        try (AnnotationConfigApplicationContext bank = open(uri)) {
            assertThat(bank.getBean(Rates.class).of("EUR")).isEqualTo("EUR1");
        }
    }

    @Test
    void withoutTheOptionSpringFindsNoCache() {
        try (AnnotationConfigApplicationContext bank = open("memcached://" + server + "/bank2")) {
            Rates rates = bank.getBean(Rates.class);
            assertThatThrownBy(() -> rates.of("EUR"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Cannot find cache named 'rates'");
        }
    }
}
