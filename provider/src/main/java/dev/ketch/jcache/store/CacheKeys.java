// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.key.WireKey;
import dev.ketch.serialization.key.WireKeys;
import org.jspecify.annotations.Nullable;

/** How the keys of one cache are written in memcached. Immutable and thread-safe. */
public interface CacheKeys {
    /** The way of caches whose items only Ketch reads. */
    static CacheKeys of(WireKeys keys) {
        byte[] prefix = keys.prefix();
        byte[] counter = keys.generationKey();
        return new CacheKeys() {
            @Override
            public WireKey encode(Object key) {
                return keys.encode(key);
            }

            @Override
            public @Nullable Object decode(byte[] wireKey) {
                return keys.decode(wireKey);
            }

            @Override
            public boolean same(Object one, Object other) {
                return keys.same(one, other);
            }

            @Override
            public byte[] prefix() {
                return prefix;
            }

            @Override
            public byte[] counterKey() {
                return counter;
            }

            @Override
            public boolean isCounted() {
                return true;
            }
        };
    }

    /**
     * The memcached key of a key object.
     *
     * @throws SerializationException if the object cannot be a key
     */
    WireKey encode(Object key);

    /** The key object of a memcached key, or {@code null} if the bytes do not say it. */
    @Nullable
    Object decode(byte[] wireKey);

    /**
     * Whether two key objects, one of which may come from another JVM, are the same key. Their {@code equals} is no judge
     * of that: some compare hashes that are not the same in every JVM.
     *
     * @throws SerializationException if one of them cannot be a key
     */
    boolean same(Object one, Object other);

    /** What all keys of the cache begin with; 0 bytes if they have nothing in common. Not to be changed. */
    byte[] prefix();

    /** The key of the cache's generation counter, never that of an entry. Not to be changed. */
    byte[] counterKey();

    /** Whether there is a generation counter at all. */
    boolean isCounted();
}
