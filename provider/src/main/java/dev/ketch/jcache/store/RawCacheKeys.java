// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.key.WireKey;
import dev.ketch.serialization.key.WireKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a raw cache: Strings that stand in memcached as they are, so that other programs can say them, after a
 * prefix that they know or after none. Nothing is escaped or hashed; what would have to be is refused.
 */
public final class RawCacheKeys implements CacheKeys {
    private final byte[] prefix;
    private final byte[] counterKey;
    private final boolean counted;

    private RawCacheKeys(byte[] prefix, byte[] counterKey, boolean counted) {
        this.prefix = prefix;
        this.counterKey = counterKey;
        this.counted = counted;
    }

    /** Keys after namespace and cache name, as all caches have them. */
    public static RawCacheKeys prefixed(String namespace, String cacheName) {
        WireKeys names = WireKeys.of(namespace, cacheName);
        return new RawCacheKeys(names.prefix(), names.generationKey(), true);
    }

    /**
     * Keys after a prefix alone. There is no generation counter: a program that knows nothing of one would be surprised
     * by items that are there and do not count.
     *
     * @param prefix of the bytes 0x21 to 0x7e; may be empty
     */
    public static RawCacheKeys plain(String namespace, String cacheName, String prefix) {
        return new RawCacheKeys(
                prefix.getBytes(StandardCharsets.US_ASCII),
                WireKeys.of(namespace, cacheName).generationKey(),
                false);
    }

    @Override
    public WireKey encode(Object key) {
        if (!(key instanceof String text)) {
            throw unusable("the keys of a raw cache are Strings, since other programs must be able to say them");
        }
        int length = prefix.length + text.length();
        if (length == 0) {
            throw unusable("it is empty, and memcached takes no empty key");
        }
        if (length > WireKeys.MAX_BYTES) {
            throw unusable("with its prefix it has " + length + " bytes, memcached takes " + WireKeys.MAX_BYTES
                    + ", and a raw cache hashes nothing");
        }
        byte[] bytes = Arrays.copyOf(prefix, length);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7f) {
                throw unusable("character " + i + " is U+" + String.format("%04X", (int) c)
                        + "; a raw cache escapes nothing, so its keys consist of the characters ! to ~");
            }
            bytes[prefix.length + i] = (byte) c;
        }
        if (isCounter(bytes)) {
            throw unusable("it is the key of a generation counter, of this cache or of another in its namespace");
        }
        return new WireKey(bytes, true);
    }

    /** Whether a key is {@code <namespace>:<cache>:~g}, of any cache; neither name has a colon. */
    private boolean isCounter(byte[] key) {
        int name = indexOfColon(counterKey, 0) + 1;
        int end = counterKey.length - indexOfColon(counterKey, name);
        return key.length >= name + end
                && Arrays.equals(key, 0, name, counterKey, 0, name)
                && indexOfColon(key, name) == key.length - end
                && Arrays.equals(
                        key, key.length - end, key.length, counterKey, counterKey.length - end, counterKey.length);
    }

    private static int indexOfColon(byte[] key, int from) {
        int i = from;
        while (i < key.length && key[i] != ':') {
            i++;
        }
        return i;
    }

    private static SerializationException unusable(String why) {
        return new SerializationException(why);
    }

    @Override
    public @Nullable Object decode(byte[] wireKey) {
        if (wireKey.length < prefix.length
                || !Arrays.equals(prefix, 0, prefix.length, wireKey, 0, prefix.length)
                || isCounter(wireKey)) {
            return null;
        }
        for (byte b : wireKey) {
            if (b <= 0x20 || b == 0x7f) {
                return null;
            }
        }
        return new String(wireKey, prefix.length, wireKey.length - prefix.length, StandardCharsets.US_ASCII);
    }

    @Override
    public boolean same(Object one, Object other) {
        return one.equals(other);
    }

    @Override
    public byte[] prefix() {
        return prefix;
    }

    @Override
    public byte[] counterKey() {
        return counterKey;
    }

    @Override
    public boolean isCounted() {
        return counted;
    }
}
