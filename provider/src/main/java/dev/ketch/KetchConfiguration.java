// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import dev.ketch.serialization.Serializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * A cache's configuration with what only Ketch has; to be handed to {@code createCache}. What is not set here is as the
 * manager's options have it. Not thread-safe; a cache keeps a copy.
 */
public class KetchConfiguration<K, V> extends MutableConfiguration<K, V> {
    private static final long serialVersionUID = 1L;

    private @Nullable OnUnavailable onUnavailable;
    private @Nullable String serializer;
    private @Nullable Factory<? extends Serializer> serializerFactory;
    private @Nullable RawKeys rawKeys;
    private @Nullable String keyPrefix;
    private @Nullable ClassMode classMode;
    private @Nullable ArrayList<String> allowClasses;
    private @Nullable ArrayList<String> denyClasses;
    private @Nullable String compression;
    private @Nullable Integer compressionThreshold;
    private @Nullable Factory<? extends Executor> executorFactory;

    /** The defaults of JSR-107. */
    public KetchConfiguration() {}

    /** A copy of another configuration. */
    public KetchConfiguration(CompleteConfiguration<K, V> configuration) {
        super(configuration);
        if (configuration instanceof KetchConfiguration<K, V> ours) {
            onUnavailable = ours.onUnavailable;
            serializer = ours.serializer;
            serializerFactory = ours.serializerFactory;
            rawKeys = ours.rawKeys;
            keyPrefix = ours.keyPrefix;
            classMode = ours.classMode;
            allowClasses = ours.allowClasses;
            denyClasses = ours.denyClasses;
            compression = ours.compression;
            compressionThreshold = ours.compressionThreshold;
            executorFactory = ours.executorFactory;
        }
    }

    /** What becomes of operations whose server cannot be reached; {@code null} for what the manager says. */
    public @Nullable OnUnavailable getOnUnavailable() {
        return onUnavailable;
    }

    /** Says what becomes of operations whose server cannot be reached; returns this. */
    public KetchConfiguration<K, V> setOnUnavailable(@Nullable OnUnavailable mode) {
        this.onUnavailable = mode;
        return this;
    }

    /** The name of the serializer; {@code null} for what the manager says. */
    public @Nullable String getSerializer() {
        return serializer;
    }

    /**
     * Says what turns values into bytes; returns this.
     *
     * @param name {@code kryo}, {@code java}, {@code string}, {@code bytes}, or the full name of a class that implements
     *     {@link Serializer}, looked for by the manager's class loader
     */
    public KetchConfiguration<K, V> setSerializer(@Nullable String name) {
        this.serializer = name;
        return this;
    }

    /** What makes the serializer; {@code null} if it is named, or for what the manager says. */
    public @Nullable Factory<? extends Serializer> getSerializerFactory() {
        return serializerFactory;
    }

    /**
     * Has a serializer made for the cache, in place of one that is named; returns this.
     *
     * @param factory called once when the cache is created; serializable, as a configuration is
     */
    public KetchConfiguration<K, V> setSerializerFactory(@Nullable Factory<? extends Serializer> factory) {
        this.serializerFactory = factory;
        return this;
    }

    /** What keys look like where the values are the whole items; {@code null} for what the manager says. */
    public @Nullable RawKeys getRawKeys() {
        return rawKeys;
    }

    /**
     * Says what keys look like in memcached where the values are the whole items; returns this. {@link RawKeys#PLAIN} with
     * a serializer of another kind is an error of the cache.
     */
    public KetchConfiguration<K, V> setRawKeys(@Nullable RawKeys keys) {
        this.rawKeys = keys;
        return this;
    }

    /** What plain keys begin with in memcached; {@code null} for what the manager says. */
    public @Nullable String getKeyPrefix() {
        return keyPrefix;
    }

    /**
     * Says what keys begin with in memcached where they are {@linkplain RawKeys#PLAIN plain}; returns this. Where they are
     * not, a prefix is an error of the cache.
     *
     * @param prefix up to 200 of the characters {@code !} to {@code ~}; none at all for no prefix
     */
    public KetchConfiguration<K, V> setKeyPrefix(@Nullable String prefix) {
        this.keyPrefix = prefix;
        return this;
    }

    /** Which classes may be read from stored bytes; {@code null} for what the manager says. */
    public @Nullable ClassMode getClassMode() {
        return classMode;
    }

    /** Says which classes may be read from stored bytes; returns this. */
    public KetchConfiguration<K, V> setClassMode(@Nullable ClassMode mode) {
        this.classMode = mode;
        return this;
    }

    /** The patterns of classes that are admitted; {@code null} for those of the manager. */
    public @Nullable List<String> getAllowClasses() {
        return allowClasses == null ? null : List.copyOf(allowClasses);
    }

    /**
     * Says which classes are admitted, in place of those that the manager says; returns this.
     *
     * @param patterns full names, in strict mode also {@code com.acme.*} and {@code com.acme.**}; {@code null} for those
     *     of the manager
     */
    public KetchConfiguration<K, V> setAllowClasses(@Nullable List<String> patterns) {
        this.allowClasses = patterns == null ? null : new ArrayList<>(patterns);
        return this;
    }

    /** The patterns of classes that are refused whatever else admits them; {@code null} for those of the manager. */
    public @Nullable List<String> getDenyClasses() {
        return denyClasses == null ? null : List.copyOf(denyClasses);
    }

    /** Says which classes are refused, in place of those that the manager says, in the same patterns; returns this. */
    public KetchConfiguration<K, V> setDenyClasses(@Nullable List<String> patterns) {
        this.denyClasses = patterns == null ? null : new ArrayList<>(patterns);
        return this;
    }

    /** How large values are compressed; {@code null} for what the manager says. */
    public @Nullable String getCompression() {
        return compression;
    }

    /** Says how large values are compressed, {@code deflate} or {@code lz4}; returns this. */
    public KetchConfiguration<K, V> setCompression(@Nullable String method) {
        this.compression = method;
        return this;
    }

    /** From how many serialized bytes on values are compressed, 0 for never; {@code null} for what the manager says. */
    public @Nullable Integer getCompressionThreshold() {
        return compressionThreshold;
    }

    /** Says from how many serialized bytes on values are compressed, 0 for never; returns this. */
    public KetchConfiguration<K, V> setCompressionThreshold(@Nullable Integer bytes) {
        this.compressionThreshold = bytes;
        return this;
    }

    // What MutableConfiguration sets, so that calls can be chained in any order.

    @Override
    public KetchConfiguration<K, V> setTypes(Class<K> keyType, Class<V> valueType) {
        super.setTypes(keyType, valueType);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> addCacheEntryListenerConfiguration(CacheEntryListenerConfiguration<K, V> listener) {
        super.addCacheEntryListenerConfiguration(listener);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> removeCacheEntryListenerConfiguration(
            CacheEntryListenerConfiguration<K, V> listener) {
        super.removeCacheEntryListenerConfiguration(listener);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> setCacheLoaderFactory(Factory<? extends CacheLoader<K, V>> factory) {
        super.setCacheLoaderFactory(factory);
        return this;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The writer is called before the cache changes, and shares no transaction with it: if another JVM changes the
     * entry in between, {@code putIfAbsent}, {@code replace}, {@code getAndReplace} and {@code remove(key, value)} may
     * answer {@code false} or {@code null} though the writer was called. {@code writeAll} and {@code deleteAll} say by
     * what they leave in their collection what they did not do, but only if they throw.
     */
    @Override
    public KetchConfiguration<K, V> setCacheWriterFactory(
            Factory<? extends CacheWriter<? super K, ? super V>> factory) {
        super.setCacheWriterFactory(factory);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> setExpiryPolicyFactory(Factory<? extends ExpiryPolicy> factory) {
        super.setExpiryPolicyFactory(factory);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> setReadThrough(boolean on) {
        super.setReadThrough(on);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> setWriteThrough(boolean on) {
        super.setWriteThrough(on);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> setStoreByValue(boolean on) {
        super.setStoreByValue(on);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> setStatisticsEnabled(boolean on) {
        super.setStatisticsEnabled(on);
        return this;
    }

    @Override
    public KetchConfiguration<K, V> setManagementEnabled(boolean on) {
        super.setManagementEnabled(on);
        return this;
    }

    /** What makes the executor of asynchronous operations; {@code null} for the manager's. */
    public @Nullable Factory<? extends Executor> getExecutorFactory() {
        return executorFactory;
    }

    /**
     * Has what the cache does for callers that do not wait - {@link KetchCache}'s asynchronous operations and {@code
     * loadAll}, loaders, writers and listeners included - run by an executor, in place of the manager's; returns this.
     * Its tasks may wait for servers and for user code. The cache then has room for {@code executorQueue} operations of
     * its own. It is never closed: whoever made it ends it, after the cache.
     *
     * <p>An operation that it refuses fails, and is not done even if the executor has it queued. One that was sent to its
     * servers before the executor was asked is offered to it by a thread of the cache's, and finished by the manager's
     * threads if it is refused, or if the executor would run it in the thread that offers it, as {@code Runnable::run}
     * does, since the cache's others wait behind it. What it accepts and never runs ends after ten seconds, or when the
     * cache is closed; from the queue of a {@link java.util.concurrent.ThreadPoolExecutor} it is removed then.
     *
     * @param factory called once when the cache is created; serializable, as a configuration is
     */
    public KetchConfiguration<K, V> setExecutorFactory(@Nullable Factory<? extends Executor> factory) {
        this.executorFactory = factory;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof KetchConfiguration<?, ?> ours
                && onUnavailable == ours.onUnavailable
                && rawKeys == ours.rawKeys
                && Objects.equals(serializer, ours.serializer)
                && Objects.equals(serializerFactory, ours.serializerFactory)
                && Objects.equals(keyPrefix, ours.keyPrefix)
                && classMode == ours.classMode
                && Objects.equals(allowClasses, ours.allowClasses)
                && Objects.equals(denyClasses, ours.denyClasses)
                && Objects.equals(compression, ours.compression)
                && Objects.equals(compressionThreshold, ours.compressionThreshold)
                && Objects.equals(executorFactory, ours.executorFactory);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(onUnavailable, rawKeys, serializer, keyPrefix, classMode);
    }
}
