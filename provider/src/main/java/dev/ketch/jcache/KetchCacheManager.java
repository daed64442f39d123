// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.MemcachedClient;
import dev.ketch.config.CacheSettings;
import dev.ketch.config.KetchSettings;
import dev.ketch.config.Option;
import dev.ketch.jcache.attempt.Closing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * The caches of one URI and class loader, and the memcached client they share, which is opened with the first of them.
 *
 * <p>Closing a manager, or a cache, leaves the entries where they are; {@link #destroyCache} removes them.
 *
 * <p>Thread-safe. No lock is held while user code runs - factories, listeners, what is closed with a cache - so that
 * such code may use the manager from any thread. The class loader is referred to weakly until the first cache is
 * made; from then on the manager keeps it until it is closed.
 */
public final class KetchCacheManager implements CacheManager {
    private static final Logger LOG = System.getLogger(KetchCacheManager.class.getName());

    private final CachingProvider provider;
    private final URI uri;
    private final WeakReference<ClassLoader> classLoader;
    private final Properties properties;
    private final KetchSettings settings;
    private final Consumer<KetchCacheManager> onClose;
    /** The open caches. A cache is added once it is complete and before {@link #closed} is checked last. */
    private final Map<String, Managed<?, ?>> caches = new ConcurrentHashMap<>();

    /** The names of caches that are being made by who has asked for them; thread-safe. */
    private final Set<String> beingCreated = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    /** Set under lock, once, before the caches are closed; read without. */
    private volatile boolean closed;
    /** Guarded by lock. */
    private @Nullable Shared shared;

    /**
     * For the caching provider, which makes managers and knows them by URI and class loader.
     *
     * @param properties kept as a copy without secrets, whose settings have been read
     * @param onClose told once, when the manager begins to close
     */
    public KetchCacheManager(
            CachingProvider provider,
            URI uri,
            ClassLoader classLoader,
            Properties properties,
            KetchSettings settings,
            Consumer<KetchCacheManager> onClose) {
        this.provider = provider;
        this.uri = uri;
        this.classLoader = new WeakReference<>(classLoader);
        this.properties = Option.withoutSecrets(properties);
        this.settings = settings;
        this.onClose = onClose;
    }

    @Override
    public CachingProvider getCachingProvider() {
        return provider;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    /** The class loader; {@code null} once it was collected, which can only be before the first cache is made. */
    @Override
    @SuppressWarnings("NullAway") // whoever asks for it has it, or does not mind
    public ClassLoader getClassLoader() {
        return classLoader.get();
    }

    /** The properties of whoever asked for this manager first, as a copy; {@code ***} in place of secrets. */
    @Override
    public Properties getProperties() {
        return (Properties) properties.clone();
    }

    /**
     * Makes a cache. Entries that an earlier cache of this name left in memcached are there again.
     *
     * @throws UnsupportedOperationException if the configuration asks for store by reference
     * @throws CacheException if there is an open cache of this name, or a listener, loader, writer or expiry policy
     *     cannot be made
     */
    @Override
    public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String cacheName, C configuration) {
        checkOpen();
        Objects.requireNonNull(cacheName, "cacheName");
        Objects.requireNonNull(configuration, "configuration");
        if (!configuration.isStoreByValue()) {
            throw new UnsupportedOperationException("cache [" + cacheName + "] cannot store by reference, its entries"
                    + " are kept in memcached: leave setStoreByValue at true");
        }
        // Before anything is made that would have to be closed again: two configurations may give the same loader.
        if (!beingCreated.add(cacheName)) {
            throw alreadyExists(cacheName);
        }
        try {
            if (caches.containsKey(cacheName)) {
                throw alreadyExists(cacheName);
            }
            CacheSettings defaults = settings.caches().of(cacheName);
            Managed<K, V> made =
                    Managed.make(this, shared(), settings, cacheName, new CacheConfig<>(configuration, defaults));
            if (add(made) != null) {
                throw alreadyExists(cacheName);
            }
            return made.cache;
        } finally {
            beingCreated.remove(cacheName);
        }
    }

    /** Makes the cache known; if there is one of its name, that is returned, and this one closed. */
    private @Nullable Managed<?, ?> add(Managed<?, ?> made) {
        Managed<?, ?> existing = caches.putIfAbsent(made.context.name(), made);
        if (existing != null || closed) {
            // What was made is closed outside of any lock; nobody has seen it.
            made.cache.close();
            checkOpen();
            return existing;
        }
        made.switching(() -> {
            made.beans.showConfiguration(made.context.config().isManagementEnabled());
            made.beans.showStatistics(made.context.config().isStatisticsEnabled());
        });
        return null;
    }

    /** The open cache of a name; made, if there is none and the settings say so. */
    private <K, V> @Nullable Managed<?, ?> findOrCreate(String cacheName, Class<K> keyType, Class<V> valueType) {
        Managed<?, ?> existing = caches.get(cacheName);
        if (existing != null) {
            return existing;
        }
        CacheSettings defaults = settings.caches().of(cacheName);
        if (!defaults.createOnGet()) {
            return null;
        }
        Configuration<K, V> template = new MutableConfiguration<K, V>().setTypes(keyType, valueType);
        Managed<K, V> made = Managed.make(this, shared(), settings, cacheName, new CacheConfig<>(template, defaults));
        Managed<?, ?> faster = add(made);
        return faster == null ? made : faster;
    }

    /** What the caches share; made when first needed. */
    private Shared shared() {
        lock.lock();
        try {
            checkOpen();
            Shared current = shared;
            if (current == null) {
                ClassLoader loader = classLoader.get();
                if (loader == null) {
                    throw new IllegalStateException(this + " has lost its class loader: nothing else refers to it");
                }
                current = Shared.open(settings, uri, loader);
                shared = current;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The open cache of a name. If there is none: {@code null}, or a new one if {@code createOnGet} is on for it.
     *
     * @throws ClassCastException if it was created for other types
     */
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // types are compared; JSR-107 has null for a cache that is not there
    public <K, V> Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
        checkOpen();
        Objects.requireNonNull(cacheName, "cacheName");
        Objects.requireNonNull(keyType, "keyType");
        Objects.requireNonNull(valueType, "valueType");
        Managed<?, ?> managed = findOrCreate(cacheName, keyType, valueType);
        if (managed == null) {
            return null;
        }
        checkType(cacheName, "keys", managed.context.config().getKeyType(), keyType);
        checkType(cacheName, "values", managed.context.config().getValueType(), valueType);
        return (Cache<K, V>) managed.cache;
    }

    /**
     * The open cache of a name, whatever its types. If there is none: {@code null}, or a new one for any objects if
     * {@code createOnGet} is on for it.
     */
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // JSR-107 1.1: no check here; null for a cache that is not there
    public <K, V> Cache<K, V> getCache(String cacheName) {
        checkOpen();
        Objects.requireNonNull(cacheName, "cacheName");
        Managed<?, ?> managed = findOrCreate(cacheName, Object.class, Object.class);
        return managed == null ? null : (Cache<K, V>) managed.cache;
    }

    /** The names of the caches that are open now, as a copy that does not change. */
    @Override
    public Iterable<String> getCacheNames() {
        checkOpen();
        Set<String> names = Collections.unmodifiableSet(new TreeSet<>(caches.keySet()));
        return names;
    }

    /**
     * Removes all entries of an open cache and closes it. If the entries cannot be removed, the cache stays open. Does
     * nothing if there is no such cache.
     */
    @Override
    public void destroyCache(String cacheName) {
        checkOpen();
        Objects.requireNonNull(cacheName, "cacheName");
        Managed<?, ?> managed = caches.get(cacheName);
        if (managed == null) {
            return;
        }
        try {
            managed.cache.clear();
        } catch (IllegalStateException e) {
            if (!managed.cache.isClosed()) {
                throw e;
            }
            // Somebody else has closed it meanwhile: it is not there any more.
        }
        managed.cache.close();
    }

    /** @throws IllegalStateException if the manager is closed or has no open cache of this name */
    @Override
    public void enableManagement(String cacheName, boolean enabled) {
        Managed<?, ?> managed = find(cacheName);
        managed.switching(() -> {
            managed.context.config().setManagementEnabled(enabled);
            managed.beans.showConfiguration(enabled);
        });
    }

    /** @throws IllegalStateException if the manager is closed or has no open cache of this name */
    @Override
    public void enableStatistics(String cacheName, boolean enabled) {
        Managed<?, ?> managed = find(cacheName);
        managed.switching(() -> {
            managed.context.config().setStatisticsEnabled(enabled);
            managed.context.statistics().setEnabled(enabled);
            managed.beans.showStatistics(enabled);
        });
    }

    private Managed<?, ?> find(String cacheName) {
        checkOpen();
        Objects.requireNonNull(cacheName, "cacheName");
        Managed<?, ?> managed = caches.get(cacheName);
        if (managed == null) {
            throw new IllegalStateException("cache [" + cacheName + "] is not open in " + this);
        }
        return managed;
    }

    /**
     * Closes all caches, then the connections. What a user's listener, loader, writer or expiry policy throws when it is
     * closed is logged and keeps nothing else from being closed. Idempotent.
     */
    @Override
    public void close() {
        Shared open;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            open = shared;
            shared = null;
        } finally {
            lock.unlock();
        }
        // Before there can be another manager of this URI, whose beans have the same names.
        Closing beans = new Closing();
        caches.values().forEach(managed -> beans.run(managed.beans::close));
        if (open != null) {
            beans.run(open.beans()::close);
        }
        onClose.accept(this);
        beans.failures().forEach(e -> LOG.log(Level.WARNING, "an MBean of " + this + " could not be unregistered", e));
        // For all of them together: what hangs in one will often hang in the others.
        long patience = UserCalls.patience();
        for (Managed<?, ?> managed : caches.values()) {
            try {
                managed.cache.close(patience);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "cache [" + managed.context.name() + "] did not close cleanly", e);
            }
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /**
     * This manager, or the {@link MemcachedClient} of its caches, which it closes when it closes itself.
     *
     * @throws IllegalArgumentException for any other type
     * @throws IllegalStateException if the client is asked for and the manager is closed
     */
    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type == MemcachedClient.class) {
            return type.cast(shared().client());
        }
        throw Unwrapping.refused(type, this, List.of(KetchCacheManager.class, MemcachedClient.class));
    }

    /** For a cache that closes: forgets it and its MBeans. Does nothing if it is forgotten. */
    void cacheClosed(Cache<?, ?> cache) {
        Managed<?, ?> managed = caches.get(cache.getName());
        if (managed != null && managed.cache == cache) {
            // Before there can be another cache of this name, whose beans have the same names.
            try {
                managed.beans.close();
            } finally {
                caches.remove(cache.getName(), managed);
            }
        }
    }

    @Override
    public String toString() {
        return "cache manager [" + uri + "]";
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    private static void checkType(String cacheName, String what, Class<?> actual, Class<?> asked) {
        if (!actual.equals(asked)) {
            throw new ClassCastException("cache [" + cacheName + "] has " + what + " of type [" + actual.getName()
                    + "], not [" + asked.getName() + "]");
        }
    }

    private static CacheException alreadyExists(String cacheName) {
        return new CacheException("cache [" + cacheName + "] already exists");
    }
}
