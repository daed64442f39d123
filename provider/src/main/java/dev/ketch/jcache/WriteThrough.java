// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/** Calls the cache's writer. Whatever it throws becomes a {@link CacheWriterException}. Thread-safe as the writer is. */
final class WriteThrough<K, V> {
    private final String cache;
    private final CacheWriter<? super K, ? super V> writer;
    private final UserCalls calls;

    WriteThrough(String cache, CacheWriter<? super K, ? super V> writer, UserCalls calls) {
        this.cache = cache;
        this.writer = writer;
        this.calls = calls;
    }

    CacheWriter<? super K, ? super V> writer() {
        return writer;
    }

    void write(K key, V value) {
        try {
            calls.run(() -> writer.write(new KetchEntry<>(key, value)));
        } catch (RuntimeException e) {
            throw failure("write", e);
        }
    }

    void delete(K key) {
        try {
            calls.run(() -> writer.delete(key));
        } catch (RuntimeException e) {
            throw failure("delete", e);
        }
    }

    /**
     * What came of a batch. What the writer left over was not written, but only if it threw: JSR-107 has it take out what
     * it has done so that a failure can be told from it, and many writers that succeed take nothing out.
     */
    record Batch<T>(Collection<T> leftOver, @Nullable CacheWriterException failure) {
        /** Whether an element was not written; false for all if the writer did not fail. */
        boolean failed(T element) {
            return failure != null && leftOver.contains(element);
        }
    }

    Batch<Cache.Entry<? extends K, ? extends V>> writeAll(
            List<? extends Cache.Entry<? extends K, ? extends V>> entries) {
        Collection<Cache.Entry<? extends K, ? extends V>> left = new ArrayList<>(entries);
        try {
            // The wildcards of CacheWriter ask for more than it can use: it only takes entries out.
            @SuppressWarnings({"unchecked", "rawtypes"})
            CacheWriter<K, V> w = (CacheWriter) writer;
            calls.run(() -> w.writeAll(left));
            return new Batch<>(left, null);
        } catch (RuntimeException e) {
            return new Batch<>(left, failure("writeAll", e));
        }
    }

    Batch<K> deleteAll(Collection<K> keys) {
        Collection<K> left = new ArrayList<>(keys);
        try {
            calls.run(() -> writer.deleteAll(left));
            return new Batch<>(left, null);
        } catch (RuntimeException e) {
            return new Batch<>(left, failure("deleteAll", e));
        }
    }

    private CacheWriterException failure(String what, RuntimeException e) {
        return e instanceof CacheWriterException w
                ? w
                : new CacheWriterException("cache [" + cache + "]: the cache writer failed to " + what, e);
    }
}
