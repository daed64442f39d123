// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.File;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application that is undeployed takes its classes with it. */
@Timeout(60)
class ClassLoaderReleaseTest {
    private final KetchCachingProvider provider = new KetchCachingProvider();

    @Test
    void afterTheProviderIsClosedAClassLoaderCanBeCollected() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            WeakReference<ClassLoader> loader =
                    use(URI.create("memcached://" + server.address() + "/release?timeout=20s&connectTimeout=20s"));
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

    /** What is closed by whoever knows of no more, once an application's classes have been everywhere. */
    enum Closing {
        MANAGER {
            @Override
            void close(KetchCachingProvider provider, CacheManager manager) {
                manager.close();
            }
        },
        MANAGERS_OF_THE_LOADER {
            @Override
            void close(KetchCachingProvider provider, CacheManager manager) {
                provider.close(manager.getClassLoader());
            }
        },
        MANAGER_BY_URI {
            @Override
            void close(KetchCachingProvider provider, CacheManager manager) {
                provider.close(manager.getURI(), manager.getClassLoader());
            }
        },
        CACHES_AND_MANAGER {
            @Override
            void close(KetchCachingProvider provider, CacheManager manager) {
                manager.getCacheNames().forEach(name -> manager.getCache(name).close());
                manager.close();
            }
        },
        DESTROYED_CACHES_AND_MANAGER {
            @Override
            void close(KetchCachingProvider provider, CacheManager manager) {
                manager.getCacheNames().forEach(manager::destroyCache);
                manager.close();
            }
        };

        abstract void close(KetchCachingProvider provider, CacheManager manager);
    }

    @ParameterizedTest
    @EnumSource
    void whateverAnApplicationDidTheManagerIsTheLastThatKeepsIt(Closing closing) throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            URI uri = URI.create("memcached://" + server.address() + "/release?timeout=20s&connectTimeout=20s");
            // Another application, which goes on with its own.
            Cache<String, String> other = provider.getCacheManager(
                            uri, getClass().getClassLoader())
                    .createCache("other", new MutableConfiguration<String, String>());
            other.put("k", "v");

            awaitCollected(deploy(uri, closing));

            assertThat(other.get("k")).isEqualTo("v");
            provider.close();
        }
    }

    private WeakReference<ClassLoader> deploy(URI uri, Closing closing) throws Exception {
        ChildLoader loader = new ChildLoader(Application.class);
        CacheManager manager = provider.getCacheManager(uri, loader);
        @SuppressWarnings("unchecked")
        Consumer<CacheManager> application = (Consumer<CacheManager>) loader.newOwn();
        application.accept(manager);
        assertThat(beans("CacheManager=*release*,Cache=own")).hasSize(4);
        closing.close(provider, manager);
        assertThat(beans("CacheManager=*release*,Cache=own")).isEmpty();
        return new WeakReference<>(loader);
    }

    /** As a web application that is redeployed: with all its libraries, which nothing outside may refer to any more. */
    @Test
    void anApplicationThatHasKetchItselfLeavesNothingBehind() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            awaitCollected(
                    deployWithKetch("memcached://" + server.address() + "/redeployed?timeout=20s&connectTimeout=20s"));
            assertThat(beans("CacheManager=*redeployed*")).isEmpty();
        }
    }

    private static WeakReference<ClassLoader> deployWithKetch(String uri) throws Exception {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class<?> application = loader.loadClass(Application.class.getName());
            assertThat(application).isNotSameAs(Application.class);
            application.getMethod("main", String[].class).invoke(null, (Object) new String[] {uri});
        } finally {
            thread.setContextClassLoader(before);
        }
        loader.close();
        return new WeakReference<>(loader);
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1)) {
            urls.add(Path.of(path).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static Set<ObjectName> beans(String properties) throws Exception {
        Set<ObjectName> found = new HashSet<>();
        for (String domain : List.of("javax.cache", "dev.ketch")) {
            found.addAll(ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName(domain + ":" + properties + ",*"), null));
        }
        return found;
    }

    private static void awaitCollected(WeakReference<?> reference) {
        long begun = System.nanoTime();
        while (reference.get() != null) {
            assertThat(System.nanoTime() - begun)
                    .as(() -> "still referred to; threads: "
                            + Thread.getAllStackTraces().keySet())
                    .isLessThan(TimeUnit.SECONDS.toNanos(30));
            System.gc();
        }
    }
}
