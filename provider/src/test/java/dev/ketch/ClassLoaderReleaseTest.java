// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
    void soItCanWhereTheOptionsAreAResourceOfItsOwn(@TempDir Path folder) throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            Path jar = folder.resolve("app.jar");
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream entries = new JarOutputStream(out)) {
                entries.putNextEntry(new ZipEntry("app-ketch.yaml"));
                entries.write(
                        ("servers: " + server.address() + "\nserializer: java\ncaches: {'*': {createOnGet: true}}")
                                .getBytes(StandardCharsets.UTF_8));
                entries.closeEntry();
            }
            WeakReference<ClassLoader> loader = useResource(jar);
            provider.close();

            awaitCollected(loader);
        }
    }

    private WeakReference<ClassLoader> useResource(Path jar) throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, Parcel.class.getClassLoader());
        CacheManager manager = provider.getCacheManager(URI.create("classpath:app-ketch.yaml"), loader);
        Cache<Object, Object> cache = manager.getCache("parcels");
        cache.put("a", "b");
        assertThat(cache.get("a")).isEqualTo("b");
        return new WeakReference<>(loader);
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
