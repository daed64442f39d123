// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.lang.ref.WeakReference;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that is undeployed takes its classes with it. */
@Timeout(60)
class ClassLoaderReleaseTest {
    private final KetchCachingProvider provider = new KetchCachingProvider();

    @Test
    void afterTheProviderIsClosedAClassLoaderCanBeCollected() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            WeakReference<ClassLoader> loader = use(URI.create("memcached://" + server.address() + "/release"));
            provider.close();

            awaitCollected(loader);
            assertThat(provider.getCacheManager().isClosed()).isFalse();
        }
        provider.close();
    }

    @Test
    void aManagerThatNeverHadACacheKeepsNoClassLoader() {
        WeakReference<ClassLoader> loader = manage();

        awaitCollected(loader);
        provider.close();
    }

    private WeakReference<ClassLoader> manage() {
        ClassLoader loader = new ChildLoader(Parcel.class);
        provider.getCacheManager(null, loader);
        return new WeakReference<>(loader);
    }

    private WeakReference<ClassLoader> use(URI uri) throws Exception {
        ChildLoader loader = new ChildLoader(Parcel.class);
        CacheManager manager = provider.getCacheManager(uri, loader);
        Cache<Object, Object> cache = manager.createCache(
                "parcels",
                new MutableConfiguration<>().setStatisticsEnabled(true).setManagementEnabled(true));
        Object parcel = loader.newOwn();
        cache.put("a", parcel);

        Object read = cache.get("a");
        assertThat(read).isNotNull().isNotSameAs(parcel);
        assertThat(read.getClass()).isSameAs(parcel.getClass());
        assertThat(read.getClass().getClassLoader()).isSameAs(loader);
        return new WeakReference<>(loader);
    }

    private static void awaitCollected(WeakReference<?> reference) {
        while (reference.get() != null) {
            System.gc();
        }
    }
}
