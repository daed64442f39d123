// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.attempt.Closing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * What the factories of a configuration have made for one cache. Immutable.
 *
 * @param loader if the configuration has one
 * @param writer if the cache writes through
 * @param executor if the configuration has one; whoever made it ends it
 */
record UserParts<K, V>(
        ExpiryPolicy policy,
        @Nullable CacheLoader<K, V> loader,
        @Nullable CacheWriter<? super K, ? super V> writer,
        @Nullable Executor executor) {

    /**
     * Calls the factories.
     *
     * @throws CacheException if one of them fails; what the others have made is closed
     */
    static <K, V> UserParts<K, V> make(String cache, CacheConfig<K, V> config) {
        List<Object> made = new ArrayList<>();
        try {
            ExpiryPolicy policy = make(cache, "expiry policy", config.getExpiryPolicyFactory(), made);
            Factory<CacheLoader<K, V>> loader = config.getCacheLoaderFactory();
            Factory<CacheWriter<? super K, ? super V>> writer =
                    config.isWriteThrough() ? config.getCacheWriterFactory() : null;
            Factory<? extends Executor> executor = config.executorFactory();
            return new UserParts<>(
                    policy,
                    loader == null ? null : make(cache, "cache loader", loader, made),
                    writer == null ? null : make(cache, "cache writer", writer, made),
                    executor == null ? null : make(cache, "executor", executor, new ArrayList<>()));
        } catch (CacheException | Error e) {
            Closing closing = new Closing();
            made.forEach(closing::close);
            try {
                closing.finish("what was made for cache [" + cache + "]");
            } catch (CacheException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Whether anything of it is closed with the cache. */
    boolean canBeClosed() {
        return policy instanceof AutoCloseable || loader instanceof AutoCloseable || writer instanceof AutoCloseable;
    }

    private static <T> T make(String cache, String what, Factory<? extends T> factory, List<Object> made) {
        T part;
        try {
            part = factory.create();
        } catch (RuntimeException e) {
            throw new CacheException("cache [" + cache + "]: the " + what + " could not be made", e);
        }
        if (part == null) {
            throw new CacheException("cache [" + cache + "]: the factory of the " + what + " gave none");
        }
        made.add(part);
        return part;
    }
}
