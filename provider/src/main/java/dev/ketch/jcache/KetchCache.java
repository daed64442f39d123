// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchConfiguration;
import dev.ketch.jcache.store.Availability;
import dev.ketch.jcache.store.EntryStore;
import dev.ketch.jcache.store.Failures;
import dev.ketch.jcache.store.FlawCounts;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.integration.CompletionListener;
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
public final class KetchCache<K, V> implements Cache<K, V> {
    private final CacheContext<K, V> context;
    private final CacheCore<K, V> core;
    private final Reads<K, V> reads;
    private final Writes<K, V> writes;
    private final Bulk<K, V> bulk;
    private final BulkLoading<K, V> bulkLoading;
    private final Processing<K, V> processing;
    private final AtomicBoolean closed = new AtomicBoolean();

    KetchCache(CacheContext<K, V> context) {
        this(context, System::currentTimeMillis);
    }

    /** @param clock epoch milliseconds */
    KetchCache(CacheContext<K, V> context, LongSupplier clock) {
        this.context = context;
        CacheConfig<K, V> config = context.config();
        Failures failures = new Failures(context.name());
        UserParts<K, V> parts = UserParts.make(context.name(), config);
        this.core = new CacheCore<>(
                context.name(),
                this,
                new EntryStore(
                        context.name(),
                        context.client(),
                        context.keys(),
                        context.serializer(),
                        context.compression(),
                        context.signer(),
                        failures,
                        new Availability(
                                context.client(),
                                config.onUnavailable(),
                                context.keys().counterKey()),
                        clock),
                new Expiry(context.name(), parts.policy(), clock),
                context.events(),
                context.statistics(),
                parts.loader(),
                config.isReadThrough(),
                parts.writer() == null ? null : new WriteThrough<>(context.name(), parts.writer()),
                new KeyLocks(),
                new Loads(),
                clock);
        Loading<K, V> loading = new Loading<>(core);
        Mutations<K, V> mutations = new Mutations<>(core);
        this.reads = new Reads<>(core, loading);
        this.writes = new Writes<>(core, mutations, reads);
        this.bulk = new Bulk<>(core, mutations, reads, writes, loading);
        this.bulkLoading = new BulkLoading<>(core, loading, this::checkOpen);
        this.processing = new Processing<>(core, mutations, reads, loading);
    }

    @Override
    public @Nullable V get(K key) {
        checkOpen();
        requireKey(key);
        return reads.get(key);
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        checkOpen();
        requireKeys(keys);
        return bulk.getAll(keys);
    }

    @Override
    public boolean containsKey(K key) {
        checkOpen();
        requireKey(key);
        return reads.containsKey(key);
    }

    @Override
    public void loadAll(
            Set<? extends K> keys, boolean replaceExistingValues, @Nullable CompletionListener completionListener) {
        checkOpen();
        requireKeys(keys);
        bulkLoading.loadAll(keys, replaceExistingValues, completionListener);
    }

    @Override
    public void put(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        writes.put(key, value);
    }

    @Override
    public @Nullable V getAndPut(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return writes.getAndPut(key, value);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        checkOpen();
        Objects.requireNonNull(map, "map").forEach((key, value) -> {
            requireKey(key);
            requireValue(value);
        });
        bulk.putAll(map);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return writes.putIfAbsent(key, value);
    }

    @Override
    public boolean remove(K key) {
        checkOpen();
        requireKey(key);
        return writes.remove(key);
    }

    @Override
    public boolean remove(K key, V oldValue) {
        checkOpen();
        requireKey(key);
        Objects.requireNonNull(oldValue, "oldValue");
        return writes.remove(key, oldValue);
    }

    @Override
    public @Nullable V getAndRemove(K key) {
        checkOpen();
        requireKey(key);
        return writes.getAndRemove(key);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        checkOpen();
        requireKey(key);
        Objects.requireNonNull(oldValue, "oldValue");
        Objects.requireNonNull(newValue, "newValue");
        return writes.replace(key, oldValue, newValue);
    }

    @Override
    public boolean replace(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return writes.replace(key, value);
    }

    @Override
    public @Nullable V getAndReplace(K key, V value) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return writes.getAndReplace(key, value);
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        checkOpen();
        requireKeys(keys);
        bulk.removeAll(keys);
    }

    @Override
    public void removeAll() {
        checkOpen();
        bulk.removeAll();
    }

    @Override
    public void clear() {
        checkOpen();
        bulk.clear();
    }

    /**
     * What holds for this cache, defaults of the manager included; as a {@link KetchConfiguration} it is a copy.
     *
     * @throws IllegalArgumentException for a type that is neither that nor one of those that JSR-107 asks for
     */
    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        if (KetchConfiguration.class.equals(type)) {
            return type.cast(context.config().toKetchConfiguration(getName()));
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
        Objects.requireNonNull(entryProcessor, "entryProcessor");
        return processing.invoke(key, entryProcessor, arguments);
    }

    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> entryProcessor, Object... arguments) {
        checkOpen();
        requireKeys(keys);
        Objects.requireNonNull(entryProcessor, "entryProcessor");
        return processing.invokeAll(keys, entryProcessor, arguments);
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
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        WriteThrough<K, V> writer = core.writer();
        Closing closing = new Closing("cache [" + getName() + "]");
        closing.run(() -> context.manager().cacheClosed(this));
        closing.run(bulkLoading::close);
        closing.run(context.events()::close);
        closing.run(core.store().availability()::close);
        closing.close(core.loader());
        closing.close(writer == null ? null : writer.writer());
        closing.close(core.expiry().policy());
        closing.finish();
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.of(type, this, flaws(), context.client());
    }

    @Override
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        checkOpen();
        Objects.requireNonNull(configuration, "cacheEntryListenerConfiguration");
        context.events().register(configuration);
        context.config().addListener(configuration);
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        checkOpen();
        Objects.requireNonNull(configuration, "cacheEntryListenerConfiguration");
        context.config().removeListener(configuration);
        context.events().deregister(configuration);
    }

    /**
     * Walks through the entries while the servers list their keys. No snapshot: entries that come or go meanwhile may be
     * met or not.
     *
     * <p>{@code hasNext} and {@code next} throw {@link UnsupportedOperationException} if a server cannot list its keys.
     */
    @Override
    public Iterator<Cache.Entry<K, V>> iterator() {
        checkOpen();
        return new Iteration<>(core, reads, this::checkOpen, this::remove);
    }

    /** How many items were read that did not count as entries, by the reason. */
    public FlawCounts flaws() {
        return core.store().flaws();
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("cache [" + getName() + "] is closed");
        }
    }

    private static void requireKey(@Nullable Object key) {
        Objects.requireNonNull(key, "key");
    }

    private static void requireValue(@Nullable Object value) {
        Objects.requireNonNull(value, "value");
    }

    private static void requireKeys(Set<?> keys) {
        Objects.requireNonNull(keys, "keys");
        for (Object key : keys) {
            requireKey(key);
        }
    }

    @Override
    public String toString() {
        return "KetchCache[" + getName() + (isClosed() ? ", closed]" : "]");
    }
}
