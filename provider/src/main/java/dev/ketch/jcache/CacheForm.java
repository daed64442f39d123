// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.RawKeys;
import dev.ketch.config.ConfigurationException;
import dev.ketch.config.HmacKeys;
import dev.ketch.config.ItemSettings;
import dev.ketch.config.KetchSettings;
import dev.ketch.jcache.store.CacheKeys;
import dev.ketch.jcache.store.Compression;
import dev.ketch.jcache.store.ItemSigner;
import dev.ketch.jcache.store.RawCacheKeys;
import dev.ketch.serialization.RawSerializer;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.compression.Compressor;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.serialization.raw.BytesSerializer;
import dev.ketch.serialization.raw.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * How one cache's entries become items: its keys, its serializer, what compresses, and who signs.
 *
 * @param signer {@code null} where items are not signed
 */
record CacheForm(
        CacheKeys keys,
        Serializer serializer,
        Compression compression,
        @Nullable ItemSigner signer) {
    /**
     * Makes what the configuration of the cache says.
     *
     * @throws ConfigurationException if they contradict each other, or name what cannot be had
     */
    static CacheForm of(
            String cache, CacheConfig<?, ?> config, KetchSettings settings, ManagerSerializers serializers) {
        String namespace = settings.namespace();
        ItemSettings items = config.items(cache);
        Serializer serializer = serializers.of(cache, items, config.serializerFactory());
        HmacKeys hmac = items.hmacKeys();
        if (!(serializer instanceof RawSerializer)) {
            refuseRawKeys(cache, config, items, settings, serializer);
            return new CacheForm(
                    CacheKeys.of(WireKeys.of(namespace, cache)),
                    serializer,
                    compression(cache, items, serializers),
                    hmac == null ? null : new ItemSigner(hmac.keys()));
        }
        if (hmac != null) {
            throw new ConfigurationException("cache [" + cache + "] has the serializer [" + nameOf(serializer)
                    + "], whose items are the values and nothing else, but items are to be signed by [hmacKeyFile] or"
                    + " [hmacKey]: open it in a manager without them, or give it another serializer");
        }
        checkType(cache, "keys", config.getKeyType(), String.class, serializer);
        if (serializer instanceof StringSerializer) {
            checkType(cache, "values", config.getValueType(), String.class, serializer);
        } else if (serializer instanceof BytesSerializer) {
            checkType(cache, "values", config.getValueType(), byte[].class, serializer);
        }
        return new CacheForm(
                rawKeys(cache, items, namespace),
                serializer,
                new Compression(null, items.classes().maxValueSize()),
                null);
    }

    /** What is said for many caches is for those of them that are raw; what is said for this very one is a mistake. */
    private static void refuseRawKeys(
            String cache, CacheConfig<?, ?> config, ItemSettings items, KetchSettings settings, Serializer serializer) {
        if (items.rawKeys() != RawKeys.PLAIN && items.keyPrefix().isEmpty()) {
            return;
        }
        String said = config.saidOfRawKeys();
        if (said == null) {
            said = settings.caches().saidOfRawKeys(cache);
        }
        if (said != null) {
            throw new ConfigurationException("cache [" + cache + "]: " + said + ", but its serializer is ["
                    + nameOf(serializer) + "], whose keys have a form of our own: give it the serializer string or"
                    + " bytes, or leave the option out");
        }
    }

    private static Compression compression(String cache, ItemSettings items, ManagerSerializers shared) {
        int threshold = items.compressionThreshold();
        try {
            Compressor compressor = threshold == 0
                    ? null
                    : shared.compressor(items.compression()).withThreshold(threshold);
            return new Compression(compressor, items.classes().maxValueSize());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ConfigurationException("cache [" + cache + "]: " + e.getMessage(), e);
        }
    }

    private static void checkType(String cache, String what, Class<?> given, Class<?> needed, Serializer serializer) {
        if (!given.isAssignableFrom(needed)) {
            throw new ConfigurationException("cache [" + cache + "] has " + what + " of type [" + given.getTypeName()
                    + "], but with the serializer [" + nameOf(serializer) + "] " + what + " are of type ["
                    + needed.getTypeName() + "]: make them so, or give the cache another serializer");
        }
    }

    private static CacheKeys rawKeys(String cache, ItemSettings items, String namespace) {
        String prefix = items.keyPrefix();
        if (items.rawKeys() == RawKeys.PLAIN) {
            return RawCacheKeys.plain(namespace, cache, prefix);
        }
        if (!prefix.isEmpty()) {
            throw new ConfigurationException(
                    "cache [" + cache + "] has the key prefix [" + prefix
                            + "], but its keys begin with namespace and cache name: set rawKeys to plain, or leave keyPrefix out");
        }
        return RawCacheKeys.prefixed(namespace, cache);
    }

    private static String nameOf(Serializer serializer) {
        return serializer.getClass().getName();
    }
}
