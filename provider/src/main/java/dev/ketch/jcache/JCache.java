// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCache;
import dev.ketch.KetchConfiguration;
import dev.ketch.client.MemcachedClient;
import dev.ketch.jcache.attempt.Closing;
import dev.ketch.jcache.management.EventsMXBean;
import dev.ketch.jcache.store.FlawCounts;
import dev.ketch.jcache.store.Slot;
import dev.ketch.serialization.RawSerializer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.integration.CompletionListener;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * A cache whose entries live in memcached. Entries are stored by value; all JVMs that open a cache of one name in one
 * namespace share them. Listeners, statistics, loader and writer are this JVM's.
 *
 * <p>Every method fails with {@link IllegalStateException} once the cache is closed, and with {@link
 * javax.cache.CacheException} if a server that is needed does not answer in time. The conditional operations are
 * atomic among all JVMs.
 *
 * <p>Thread-safe; iterators are for one thread.
 */
public final class JCache<K, V> extends AsyncForms<K, V> {
    private static final List<Class<?>> UNWRAPPED = List.of(
            KetchCache.class,
            MemcachedClient.class,
            KetchCacheManager.class,
            CacheStatisticsMXBean.class,
            FlawCounts.class,
            EventsMXBean.class);

    final CacheContext<K, V> context;
    private final Operations<K, V> operations;
    private final AtomicBoolean closed = new AtomicBoolean();

    JCache(CacheContext<K, V> context) {
        this(context, System::currentTimeMillis);
    }

    /** @param clock epoch milliseconds */
    JCache(CacheContext<K, V> context, LongSupplier clock) {
        this.context = context;
        UserParts<K, V> parts = UserParts.make(context.name(), context.config());
        CacheCore<K, V> core = CoreAssembly.of(context, parts, this, clock);
        this.operations = Operations.of(core, context.threads().of(context.name(), parts.executor()), this::checkOpen);
    }

    @Override
    Operations<K, V> operations() {
        return operations;
    }

    private CacheCore<K, V> core() {
        return operations.core();
    }

    private Slot slot(K key) {
        return core().store().slot(key);
    }

    private Input<V> input(K key, V value) {
        return operations.writes().input(key, value, null);
    }

    @Override
    public @Nullable V get(K key) {
        checkOpen();
        requireKey(key);
        long start = core().start();
        return operations.reads().get(slot(key), start);
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        checkOpen();
        requireKeys(keys);
        return operations.bulk().getAll(Slices.ofKeys(keys, core()));
    }

    @Override
    public boolean containsKey(K key) {
        checkOpen();
        requireKey(key);
        return operations.reads().containsKey(slot(key));
    }

    @Override
    public void loadAll(
            Set<? extends K> keys, boolean replaceExistingValues, @Nullable CompletionListener completionListener) {
        checkOpen();
        requireKeys(keys);
        operations.bulkLoading().loadAll(operations.bulk().own(keys), replaceExistingValues, completionListener);
    }

    @Override
    public void put(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        operations.writes().put(input(key, value));
    }

    @Override
    public @Nullable V getAndPut(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return operations.writes().getAndPut(input(key, value));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        checkOpen();
        requireEntries(map);
        operations.bulk().putAll(map);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return operations.writes().putIfAbsent(input(key, value));
    }

    @Override
    public void put(K key, V value, Duration ttl) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        operations.writes().put(operations.writes().input(key, value, requireTtl(ttl)));
    }

    @Override
    public boolean putIfAbsent(K key, V value, Duration ttl) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return operations.writes().putIfAbsent(operations.writes().input(key, value, requireTtl(ttl)));
    }

    @Override
    public boolean remove(K key) {
        checkOpen();
        requireKey(key);
        long start = core().start();
        return operations.writes().remove(slot(key), start);
    }

    @Override
    public boolean remove(K key, V oldValue) {
        checkOpen();
        requireKey(key);
        require(oldValue, "oldValue");
        long start = core().start();
        return operations.writes().remove(slot(key), oldValue, start);
    }

    @Override
    public @Nullable V getAndRemove(K key) {
        checkOpen();
        requireKey(key);
        long start = core().start();
        return operations.writes().getAndRemove(slot(key), start);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        checkOpen();
        requireKey(key);
        require(oldValue, "oldValue");
        require(newValue, "newValue");
        return operations.writes().replace(input(key, newValue), oldValue);
    }

    @Override
    public boolean replace(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return operations.writes().replace(input(key, value));
    }

    @Override
    public @Nullable V getAndReplace(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return operations.writes().getAndReplace(input(key, value));
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        checkOpen();
        requireKeys(keys);
        operations.bulkRemoval().removeAll(Slices.ofKeys(keys, core()));
    }

    @Override
    public void removeAll() {
        checkOpen();
        operations.bulkRemoval().removeAll();
    }

    @Override
    public void clear() {
        checkOpen();
        operations.bulkRemoval().clear();
    }

    /**
     * What holds for this cache, defaults of the manager included; as a {@link KetchConfiguration} it is a copy.
     *
     * @throws IllegalArgumentException for a type that is neither that nor one of those that JSR-107 asks for
     */
    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        if (KetchConfiguration.class.equals(type)) {
            return type.cast(
                    context.config().toKetchConfiguration(getName(), context.serializer() instanceof RawSerializer));
        }
        if (type.isInstance(context.config())) {
            return type.cast(context.config());
        }
        throw new IllegalArgumentException("cache [" + getName() + "] has no configuration of " + type);
    }

    /**
     * Runs the processor here and stores its outcome if the entry is still what it was, else runs it again on what is
     * there then. It changes its own entry through the {@code MutableEntry} only: by way of the cache it would overtake
     * itself every time, and end with a {@link javax.cache.CacheException} after some seconds.
     */
    @Override
    public <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> entryProcessor, Object... arguments) {
        checkOpen();
        requireKey(key);
        require(entryProcessor, "entryProcessor");
        long start = core().start();
        return operations.processing().invoke(slot(key), start, entryProcessor, arguments);
    }

    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> entryProcessor, Object... arguments) {
        checkOpen();
        requireKeys(keys);
        require(entryProcessor, "entryProcessor");
        return operations.processing().invokeAll(Slices.ofKeys(keys, core()), entryProcessor, arguments);
    }

    @Override
    public String getName() {
        return context.name();
    }

    @Override
    public CacheManager getCacheManager() {
        return context.manager();
    }

    /**
     * Closes loader, writer, expiry policy and listeners as far as they can be closed, all of them even if one throws.
     * The entries stay in memcached.
     */
    @Override
    public void close() {
        close(UserCalls.patience());
    }

    /** @param patience until when to wait for calls of user code, by {@link System#nanoTime} */
    void close(long patience) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CacheCore<K, V> core = core();
        WriteThrough<K, V> writer = core.writer();
        Closing closing = new Closing();
        // First of all: what is told in its end may look for a cache of this name, or make one.
        closing.run(() -> context.manager().cacheClosed(this));
        closing.run(operations.background()::close);
        closing.run(context.events()::close);
        closing.run(core.store().availability()::close);
        closing.run(() -> core.calls().close(patience));
        closing.close(core.loader());
        closing.close(writer == null ? null : writer.writer());
        closing.close(core.expiry().policy());
        closing.finish("cache [" + getName() + "]");
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * This cache, as {@link KetchCache}; the {@link MemcachedClient} that it shares with its manager's other caches; the
     * manager; the {@link CacheStatisticsMXBean}, registered or not; the {@link FlawCounts}; or the {@link EventsMXBean}.
     *
     * @throws IllegalArgumentException for any other type
     */
    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.of(
                type,
                "cache [" + getName() + "]",
                UNWRAPPED,
                this,
                context.client(),
                context.manager(),
                context.statistics().bean(),
                flaws(),
                context.events().bean());
    }

    @Override
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        checkOpen();
        require(configuration, "cacheEntryListenerConfiguration");
        context.events().register(configuration);
        context.config().addListener(configuration);
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        checkOpen();
        require(configuration, "cacheEntryListenerConfiguration");
        context.config().removeListener(configuration);
        context.events().deregister(configuration);
    }

    /**
     * Walks through the entries while the servers list their keys. No snapshot: entries that come or go meanwhile may be
     * met or not.
     *
     * <p>If a server cannot list its keys, {@code next} throws {@link UnsupportedOperationException}, and {@code hasNext}
     * is true.
     */
    @Override
    public Iterator<Cache.Entry<K, V>> iterator() {
        checkOpen();
        return new Iteration<>(core(), operations.reads(), this::checkOpen, this::remove);
    }

    /** How many items were read that did not count as entries, by the reason. */
    public FlawCounts flaws() {
        return core().store().flaws();
    }

    @Override
    void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("cache [" + getName() + "] is closed");
        }
    }

    @Override
    public String toString() {
        return "JCache[" + getName() + (isClosed() ? ", closed]" : "]");
    }
}
