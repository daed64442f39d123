// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import dev.ketch.config.ConfigurationException;
import dev.ketch.config.KetchSettings;
import dev.ketch.jcache.KetchCacheManager;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * Ketch as a JCache provider: cache managers whose caches are kept in memcached.
 *
 * <p>A manager is known by its URI and class loader. The URI says which servers, see {@link
 * dev.ketch.config.KetchSettings}; nothing is connected to before a cache is used.
 *
 * <p>Thread-safe. Class loaders are referred to weakly until a manager of theirs makes its first cache, and again
 * once it is closed. The provider can
 * be used again after it was closed.
 */
public final class KetchCachingProvider implements CachingProvider {
    /** The system property with the URI that is used where none is given. */
    public static final String URI_PROPERTY = "ketch.uri";

    /** The system property with the file of options, a path or URL, that is used where no URI is given. */
    public static final String CONFIG_PROPERTY = "ketch.config";

    private final WeakReference<ClassLoader> defaultClassLoader;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by lock, which is held for nothing but looking up and changing this map. */
    private final Map<ClassLoader, Map<URI, KetchCacheManager>> managers = new WeakHashMap<>();

    /**
     * The default class loader will be what {@link Caching#getDefaultClassLoader()} says now: the one that was set
     * there, else the thread's context class loader. It sees the application's classes even where this class is loaded
     * by a parent, as in an application server.
     */
    public KetchCachingProvider() {
        defaultClassLoader = new WeakReference<>(Caching.getDefaultClassLoader());
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        ClassLoader loader = defaultClassLoader.get();
        return loader == null ? ownClassLoader() : loader;
    }

    private static ClassLoader ownClassLoader() {
        ClassLoader own = KetchCachingProvider.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    /**
     * The system property {@value #URI_PROPERTY} or {@value #CONFIG_PROPERTY} if it is set, else {@link
     * KetchSettings#DEFAULT_URI}.
     *
     * @throws ConfigurationException if the one is no URI, or the other no file, or both are set
     */
    @Override
    public URI getDefaultURI() {
        String text = System.getProperty(URI_PROPERTY, "").trim();
        String config = System.getProperty(CONFIG_PROPERTY, "").trim();
        if (!config.isEmpty()) {
            if (!text.isEmpty()) {
                throw new ConfigurationException("system properties [" + URI_PROPERTY + "] and [" + CONFIG_PROPERTY
                        + "] are both set: leave one of them out, or name the file in the URI, as in"
                        + " memcached://localhost:11211/shop?config=ketch.yaml");
            }
            return KetchSettings.uriOfFile(config, "system property [" + CONFIG_PROPERTY + "]");
        }
        if (text.isEmpty()) {
            return KetchSettings.DEFAULT_URI;
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The text may hold a password that should not be there, so it is not repeated.
            throw new ConfigurationException("system property [" + URI_PROPERTY + "] is no URI, " + e.getReason()
                    + " at position " + e.getIndex() + ": write it like " + KetchSettings.DEFAULT_URI);
        }
    }

    /** No properties but those of the system: defaults stand in the URI. */
    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    /**
     * The manager of a URI and class loader, made if there is none.
     *
     * @param uri the servers, or a file of options, see {@link KetchSettings#of(URI, Properties, ClassLoader)}
     * @param properties options named {@code ketch.<option>}; those of the first caller count
     * @throws ConfigurationException if URI, file or properties cannot be understood
     */
    @Override
    public CacheManager getCacheManager(
            @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
        URI managerUri = uriOrDefault(uri);
        ClassLoader loader = loaderOrDefault(classLoader);
        KetchCacheManager existing = findOrAdd(managerUri, loader, null);
        if (existing != null) {
            return existing;
        }
        Properties given = new Properties();
        if (properties != null) {
            properties.stringPropertyNames().forEach(name -> given.setProperty(name, properties.getProperty(name)));
            given.putAll(properties);
        }
        KetchCacheManager made = new KetchCacheManager(
                this, managerUri, loader, given, KetchSettings.of(managerUri, given, loader), this::forget);
        KetchCacheManager kept = findOrAdd(managerUri, loader, made);
        return kept == null ? made : kept;
    }

    @Override
    public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        return getCacheManager(uri, classLoader, null);
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(null, null, null);
    }

    /** Closes all managers. Entries stay in memcached. */
    @Override
    public void close() {
        List<KetchCacheManager> closing = new ArrayList<>();
        lock.lock();
        try {
            managers.values().forEach(byUri -> closing.addAll(byUri.values()));
            managers.clear();
        } finally {
            lock.unlock();
        }
        closing.forEach(KetchCacheManager::close);
    }

    /** Closes the managers of a class loader. */
    @Override
    public void close(@Nullable ClassLoader classLoader) {
        Map<URI, KetchCacheManager> closing;
        lock.lock();
        try {
            closing = managers.remove(loaderOrDefault(classLoader));
        } finally {
            lock.unlock();
        }
        if (closing != null) {
            closing.values().forEach(KetchCacheManager::close);
        }
    }

    /** Closes the manager of a URI and class loader, if there is one. */
    @Override
    public void close(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        KetchCacheManager closing = findOrAdd(uriOrDefault(uri), loaderOrDefault(classLoader), null);
        if (closing != null) {
            closing.close();
        }
    }

    /** No optional feature: entries leave the JVM, so they cannot be stored by reference. */
    @Override
    public boolean isSupported(OptionalFeature optionalFeature) {
        return false;
    }

    private URI uriOrDefault(@Nullable URI uri) {
        return uri == null ? getDefaultURI() : uri;
    }

    private ClassLoader loaderOrDefault(@Nullable ClassLoader classLoader) {
        return classLoader == null ? getDefaultClassLoader() : classLoader;
    }

    /** The open manager there is; else the one given is added, if any, and null returned. */
    private @Nullable KetchCacheManager findOrAdd(URI uri, ClassLoader loader, @Nullable KetchCacheManager made) {
        lock.lock();
        try {
            Map<URI, KetchCacheManager> byUri = managers.get(loader);
            KetchCacheManager existing = byUri == null ? null : byUri.get(uri);
            if (existing != null && !existing.isClosed()) {
                return existing;
            }
            if (made != null) {
                managers.computeIfAbsent(loader, any -> new HashMap<>()).put(uri, made);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void forget(KetchCacheManager manager) {
        ClassLoader loader = manager.getClassLoader();
        if (loader == null) {
            return;
        }
        lock.lock();
        try {
            Map<URI, KetchCacheManager> byUri = managers.get(loader);
            if (byUri != null && byUri.remove(manager.getURI(), manager) && byUri.isEmpty()) {
                managers.remove(loader);
            }
        } finally {
            lock.unlock();
        }
    }
}
