// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck.annotations;

import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.BeanProvider;
import javax.cache.configuration.MutableConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of Spring, intercepted by Spring's own support of the annotations. */
final class SpringBeans implements BeanProvider {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    SpringBeans() {
        context.register(Caches.class);
        Container.BEANS.forEach(context::registerBean);
        context.refresh();
    }

    @Override
    public <T> T getBeanByType(Class<T> type) {
        return context.getBean(type);
    }

    /** The TCK asks for beans by class, hence proxies that extend it. */
    @Configuration
    @EnableCaching(proxyTargetClass = true)
    static class Caches {
        /** What the annotations of the TCK's beans name; Spring makes no cache that is missing. */
        private static final String[] NAMES = {
            "blogManager", "blgMngr", "manager.UsingDefaultCacheNameBlogManagerImpl.getEntryCached(java.lang.String)"
        };

        @Bean
        JCacheCacheManager cacheManager() {
            CacheManager manager = Caching.getCachingProvider().getCacheManager();
            for (String name : NAMES) {
                manager.createCache(name, new MutableConfiguration<>());
            }
            return new JCacheCacheManager(manager);
        }
    }
}
