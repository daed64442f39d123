// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.hibernate;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;

/** Hands out caches that hold bytes. As much of JCache as Hibernate calls. */
public final class BytesProvider implements CachingProvider {

    /** Where the caches of the run under way note what they see; one run at a time. */
    private static volatile Capture capture = new Capture();

    static Capture begin() {
        capture = new Capture();
        return capture;
    }

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader classLoader, Properties properties) {
        // New ones for each session factory: providers live as long as the JVM.
        Map<String, Cache<?, ?>> caches = new ConcurrentHashMap<>();
        return (CacheManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CacheManager.class}, (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "createCache" -> caches.computeIfAbsent((String) arguments[0], BytesProvider::cache);
                            case "getCache" -> caches.get((String) arguments[0]);
                            case "isClosed" -> false;
                            case "close" -> null;
                            default -> throw new UnsupportedOperationException(method.toString());
                        });
    }

    private static Cache<?, ?> cache(String name) {
        Capture sink = capture;
        BytesCache cache = new BytesCache(name, sink);
        return (Cache<?, ?>) Proxy.newProxyInstance(
                BytesProvider.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "getName" -> name;
                            case "get" -> cache.get(arguments[0]);
                            case "containsKey" -> cache.get(arguments[0]) != null;
                            case "put" -> {
                                cache.put(arguments[0], arguments[1]);
                                yield null;
                            }
                            case "remove" -> cache.remove(arguments[0]);
                            case "clear", "removeAll" -> {
                                cache.clear();
                                yield null;
                            }
                            case "isClosed" -> false;
                            case "close" -> null;
                            default -> throw new UnsupportedOperationException(method.toString());
                        });
    }

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader classLoader) {
        return getCacheManager(uri, classLoader, new Properties());
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(getDefaultURI(), getDefaultClassLoader());
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        return getClass().getClassLoader();
    }

    @Override
    public URI getDefaultURI() {
        return URI.create("bytes");
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public boolean isSupported(OptionalFeature feature) {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public void close(ClassLoader classLoader) {}

    @Override
    public void close(URI uri, ClassLoader classLoader) {}
}
