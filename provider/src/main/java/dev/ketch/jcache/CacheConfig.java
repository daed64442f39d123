// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.ClassMode;
import dev.ketch.KetchConfiguration;
import dev.ketch.OnUnavailable;
import dev.ketch.RawKeys;
import dev.ketch.config.CacheSettings;
import dev.ketch.config.ConfigurationException;
import dev.ketch.config.ItemSettings;
import dev.ketch.serialization.Serializer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * A cache's configuration: what it was created with, copied, so that nobody can change it afterwards. Only what JSR-107
 * lets change while the cache lives does change here: whether statistics and management are on, and which listeners
 * are registered.
 *
 * <p>Thread-safe.
 */
final class CacheConfig<K, V> implements CompleteConfiguration<K, V> {
    private static final long serialVersionUID = 1L;

    private final Class<K> keyType;
    private final Class<V> valueType;
    private final boolean readThrough;
    private final boolean writeThrough;
    private final @Nullable Factory<CacheLoader<K, V>> loaderFactory;
    private final @Nullable Factory<CacheWriter<? super K, ? super V>> writerFactory;
    private final Factory<ExpiryPolicy> expiryPolicyFactory;
    /** What holds where the configuration has no say; the cache's alone, so it goes nowhere with a serialized copy. */
    private final transient CacheSettings defaults;
    /** What only Ketch has; nobody else sees it. */
    private final @Nullable KetchConfiguration<K, V> own;
    /** Itself thread-safe; changed as listeners come and go. */
    private final CopyOnWriteArraySet<CacheEntryListenerConfiguration<K, V>> listeners;
    /** Changed by the manager only. */
    private volatile boolean statisticsEnabled;
    /** Changed by the manager only. */
    private volatile boolean managementEnabled;

    /**
     * Copies a configuration.
     *
     * @param defaults what holds where the configuration has what JSR-107 has by default, or says nothing
     */
    CacheConfig(Configuration<K, V> source, CacheSettings defaults) {
        this.defaults = defaults;
        keyType = Objects.requireNonNull(source.getKeyType(), "keyType");
        valueType = Objects.requireNonNull(source.getValueType(), "valueType");
        own = source instanceof KetchConfiguration<K, V> ours ? new KetchConfiguration<>(ours) : null;
        if (source instanceof CompleteConfiguration<K, V> complete) {
            readThrough = complete.isReadThrough();
            writeThrough = complete.isWriteThrough();
            loaderFactory = complete.getCacheLoaderFactory();
            writerFactory = complete.getCacheWriterFactory();
            Factory<ExpiryPolicy> expiry = complete.getExpiryPolicyFactory();
            // Whether somebody asked for eternity, or nobody for anything, cannot be told apart.
            boolean isDefault = expiry == null || expiry.equals(EternalExpiryPolicy.factoryOf());
            expiryPolicyFactory = isDefault ? defaults.expiry().factory() : expiry;
            List<CacheEntryListenerConfiguration<K, V>> initial = new ArrayList<>();
            complete.getCacheEntryListenerConfigurations().forEach(initial::add);
            listeners = new CopyOnWriteArraySet<>(initial);
            statisticsEnabled = complete.isStatisticsEnabled() || defaults.statistics();
            managementEnabled = complete.isManagementEnabled() || defaults.management();
        } else {
            readThrough = false;
            writeThrough = false;
            loaderFactory = null;
            writerFactory = null;
            expiryPolicyFactory = defaults.expiry().factory();
            listeners = new CopyOnWriteArraySet<>();
            statisticsEnabled = defaults.statistics();
            managementEnabled = defaults.management();
        }
    }

    /** What the cache does without its servers. */
    OnUnavailable onUnavailable() {
        OnUnavailable said = own == null ? null : own.getOnUnavailable();
        return said == null ? defaults.onUnavailable() : said;
    }

    /** How long entries live that nothing is said of. */
    Duration defaultDuration() {
        return defaults.expiry().duration();
    }

    /** Whether entries end to the millisecond whatever it costs. */
    boolean isSlidingExact() {
        return defaults.exactSliding();
    }

    /**
     * How entries become items.
     *
     * @throws ConfigurationException if what the configuration says of it cannot be used
     */
    ItemSettings items(String cache) {
        return own == null ? defaults.items() : defaults.items().with(cache, own);
    }

    /**
     * All that holds for the cache, as a configuration of ours; a copy.
     *
     * @param raw whether the cache is one of those whose keys can be said something of
     */
    KetchConfiguration<K, V> toKetchConfiguration(String cache, boolean raw) {
        ItemSettings items = items(cache);
        KetchConfiguration<K, V> copy = new KetchConfiguration<>(this);
        Factory<? extends Serializer> factory = serializerFactory();
        copy.setOnUnavailable(onUnavailable());
        copy.setSerializer(factory == null ? items.serializer() : null);
        copy.setSerializerFactory(factory);
        copy.setExecutorFactory(executorFactory());
        copy.setRawKeys(raw ? items.rawKeys() : RawKeys.PREFIXED);
        copy.setKeyPrefix(raw ? items.keyPrefix() : "");
        copy.setClassMode(items.classes().strict() ? ClassMode.STRICT : ClassMode.OPEN);
        copy.setAllowClasses(items.classes().allow());
        copy.setDenyClasses(items.classes().deny());
        copy.setCompression(items.compression());
        copy.setCompressionThreshold(items.compressionThreshold());
        return copy;
    }

    /** What the configuration itself says of keys that are not our own form, for messages; {@code null} if nothing. */
    @Nullable
    String saidOfRawKeys() {
        if (own == null) {
            return null;
        }
        String prefix = own.getKeyPrefix();
        if (prefix != null && !prefix.isEmpty()) {
            return "option [keyPrefix] is [" + prefix + "] in its configuration";
        }
        return own.getRawKeys() == RawKeys.PLAIN ? "option [rawKeys] is [plain] in its configuration" : null;
    }

    /** What makes the cache's serializer, if it has a say of its own that is no name. */
    @Nullable
    Factory<? extends Serializer> serializerFactory() {
        return own == null ? null : own.getSerializerFactory();
    }

    /** What makes the executor of the cache's asynchronous operations, if it has one of its own. */
    @Nullable
    Factory<? extends Executor> executorFactory() {
        return own == null ? null : own.getExecutorFactory();
    }

    @Override
    public Class<K> getKeyType() {
        return keyType;
    }

    @Override
    public Class<V> getValueType() {
        return valueType;
    }

    /** Always true: what is stored leaves the JVM. */
    @Override
    public boolean isStoreByValue() {
        return true;
    }

    @Override
    public boolean isReadThrough() {
        return readThrough;
    }

    @Override
    public boolean isWriteThrough() {
        return writeThrough;
    }

    @Override
    public boolean isStatisticsEnabled() {
        return statisticsEnabled;
    }

    @Override
    public boolean isManagementEnabled() {
        return managementEnabled;
    }

    /** The listeners registered now, as a copy. */
    @Override
    public Iterable<CacheEntryListenerConfiguration<K, V>> getCacheEntryListenerConfigurations() {
        return List.copyOf(listeners);
    }

    @Override
    public @Nullable Factory<CacheLoader<K, V>> getCacheLoaderFactory() {
        return loaderFactory;
    }

    @Override
    public @Nullable Factory<CacheWriter<? super K, ? super V>> getCacheWriterFactory() {
        return writerFactory;
    }

    @Override
    public Factory<ExpiryPolicy> getExpiryPolicyFactory() {
        return expiryPolicyFactory;
    }

    void setStatisticsEnabled(boolean enabled) {
        statisticsEnabled = enabled;
    }

    void setManagementEnabled(boolean enabled) {
        managementEnabled = enabled;
    }

    /** Shows a listener that was registered after the cache was created. */
    void addListener(CacheEntryListenerConfiguration<K, V> listener) {
        listeners.add(listener);
    }

    /** Shows a listener no more; does nothing if it was not shown. */
    void removeListener(CacheEntryListenerConfiguration<K, V> listener) {
        listeners.remove(listener);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheConfig<?, ?> o
                && keyType.equals(o.keyType)
                && valueType.equals(o.valueType)
                && readThrough == o.readThrough
                && writeThrough == o.writeThrough
                && statisticsEnabled == o.statisticsEnabled
                && managementEnabled == o.managementEnabled
                && Objects.equals(loaderFactory, o.loaderFactory)
                && Objects.equals(writerFactory, o.writerFactory)
                && expiryPolicyFactory.equals(o.expiryPolicyFactory)
                && asSet(listeners).equals(asSet(o.listeners));
    }

    /** Of what cannot change, so that it stays the same while the cache lives. */
    @Override
    public int hashCode() {
        return Objects.hash(keyType, valueType, readThrough, writeThrough);
    }

    @Override
    public String toString() {
        return "CacheConfig[" + keyType.getName() + " -> " + valueType.getName() + ", readThrough=" + readThrough
                + ", writeThrough=" + writeThrough + ", statistics=" + statisticsEnabled + ", management="
                + managementEnabled + ", listeners=" + listeners.size() + "]";
    }

    private static Set<Object> asSet(Iterable<?> elements) {
        Set<Object> set = new LinkedHashSet<>();
        elements.forEach(set::add);
        return set;
    }
}
