// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCache;
import dev.ketch.jcache.ByteBudget.Share;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Started;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous operations of a cache. Arguments are checked and become bytes at once; the operation itself is the
 * synchronous one, begun here where that waits for nothing, else run by the executor. Thread-safe.
 */
abstract class AsyncForms<K, V> implements KetchCache<K, V> {
    abstract Operations<K, V> operations();

    /** Throws if the cache is closed. */
    abstract void checkOpen();

    private Background background() {
        return operations().background();
    }

    /** Does something with a value that is to be stored. */
    private <T extends @Nullable Object> CompletionStage<T> storing(
            K key, V value, @Nullable Duration ttl, Function<Input<V>, T> operation) {
        return storing(key, value, ttl, operation, in -> null);
    }

    private <T extends @Nullable Object> CompletionStage<T> storing(
            K key,
            V value,
            @Nullable Duration ttl,
            Function<Input<V>, T> operation,
            Function<Input<V>, @Nullable Started<T>> begin) {
        checkOpen();
        requireKey(key);
        requireValue(value);
        return Background.prepare(() -> {
            Input<V> in = operations().writes().ownInput(key, value, ttl);
            return background().run(bytesOf(in), whileOpen(() -> operation.apply(in)), () -> begin.apply(in));
        });
    }

    private Share bytesOf(Input<V> in) {
        Share bytes = background().bytes();
        bytes.take(in.payload().length);
        return bytes;
    }

    private <T extends @Nullable Object> CompletionStage<T> keyed(
            K key, BiFunction<Slot, Long, T> operation, BiFunction<Slot, Long, @Nullable Started<T>> begin) {
        checkOpen();
        requireKey(key);
        return Background.prepare(() -> {
            long start = operations().core().start();
            Slot slot = own(key);
            return background()
                    .run(
                            background().bytes(),
                            whileOpen(() -> operation.apply(slot, start)),
                            () -> begin.apply(slot, start));
        });
    }

    private <T extends @Nullable Object> CompletionStage<T> many(
            Set<? extends K> keys,
            Function<List<Slot>, T> operation,
            Function<List<Slot>, @Nullable Started<T>> begin) {
        checkOpen();
        requireKeys(keys);
        return Background.prepare(() -> {
            List<Slot> slots = operations().bulk().own(keys);
            return background()
                    .run(background().bytes(), whileOpen(() -> operation.apply(slots)), () -> begin.apply(slots));
        });
    }

    /** What was read is looked at with user code, which is closed with the cache. */
    private <T extends @Nullable Object> @Nullable Started<T> whileOpen(@Nullable Started<T> read) {
        return read == null ? null : new Started<>(read.changing(), read.answered(), whileOpen(read.result()));
    }

    /** The cache may be closed before a thread comes to an operation. */
    private <T extends @Nullable Object> Supplier<T> whileOpen(Supplier<T> operation) {
        return () -> {
            checkOpen();
            return operation.get();
        };
    }

    private Slot own(K key) {
        return operations().core().store().detached(operations().core().store().slot(key));
    }

    /** A value of the operation's own, to be compared. */
    private V own(Slot slot, V value) {
        return operations().core().copy(operations().core().store().serialize(slot, value));
    }

    @Override
    public CompletionStage<@Nullable V> getAsync(K key) {
        Reads<K, V> reads = operations().reads();
        return this.<@Nullable V>keyed(key, reads::get, (slot, start) -> whileOpen(reads.begin(slot, start)));
    }

    @Override
    public CompletionStage<Map<K, V>> getAllAsync(Set<? extends K> keys) {
        Bulk<K, V> bulk = operations().bulk();
        return many(keys, slots -> bulk.getAll(Slices.of(slots)), slots -> whileOpen(bulk.begin(slots)));
    }

    @Override
    public CompletionStage<Boolean> containsKeyAsync(K key) {
        Reads<K, V> reads = operations().reads();
        return keyed(
                key,
                (slot, start) -> reads.containsKey(slot),
                (slot, start) -> whileOpen(reads.beginContainsKey(slot)));
    }

    @Override
    public CompletionStage<@Nullable Void> loadAllAsync(Set<? extends K> keys, boolean replaceExistingValues) {
        BulkLoading<K, V> loading = operations().bulkLoading();
        return many(keys, slots -> nothing(() -> loading.load(slots, replaceExistingValues)), slots -> null);
    }

    @Override
    public CompletionStage<@Nullable Void> putAsync(K key, V value) {
        return putting(key, value, null);
    }

    @Override
    public CompletionStage<@Nullable Void> putAsync(K key, V value, Duration ttl) {
        return putting(key, value, requireTtl(ttl));
    }

    private CompletionStage<@Nullable Void> putting(K key, V value, @Nullable Duration ttl) {
        Writes<K, V> writes = operations().writes();
        return this.<@Nullable Void>storing(key, value, ttl, in -> nothing(() -> writes.put(in)), writes::begin);
    }

    @Override
    public CompletionStage<@Nullable Void> putAllAsync(Map<? extends K, ? extends V> map) {
        checkOpen();
        requireEntries(map);
        return Background.<@Nullable Void>prepare(() -> {
            Share bytes = background().bytes();
            List<Bulk.Put<K, V>> puts;
            try {
                puts = operations().bulk().own(map, bytes);
            } catch (RuntimeException | Error e) {
                bytes.giveBack();
                throw e;
            }
            return background()
                    .run(
                            bytes,
                            whileOpen(() -> nothing(() -> operations().bulk().putAll(puts))),
                            () -> null);
        });
    }

    @Override
    public CompletionStage<@Nullable V> getAndPutAsync(K key, V value) {
        return this.<@Nullable V>storing(key, value, null, operations().writes()::getAndPut);
    }

    @Override
    public CompletionStage<Boolean> putIfAbsentAsync(K key, V value) {
        return storing(key, value, null, operations().writes()::putIfAbsent);
    }

    @Override
    public CompletionStage<Boolean> putIfAbsentAsync(K key, V value, Duration ttl) {
        return storing(key, value, requireTtl(ttl), operations().writes()::putIfAbsent);
    }

    @Override
    public CompletionStage<Boolean> replaceAsync(K key, V value) {
        Writes<K, V> writes = operations().writes();
        return storing(key, value, null, in -> writes.replace(in));
    }

    @Override
    public CompletionStage<Boolean> replaceAsync(K key, V oldValue, V newValue) {
        checkOpen();
        requireKey(key);
        require(oldValue, "oldValue");
        require(newValue, "newValue");
        return Background.prepare(() -> {
            Input<V> in = operations().writes().ownInput(key, newValue, null);
            V old = own(in.slot(), oldValue);
            return background()
                    .run(bytesOf(in), whileOpen(() -> operations().writes().replace(in, old)), () -> null);
        });
    }

    @Override
    public CompletionStage<@Nullable V> getAndReplaceAsync(K key, V value) {
        return this.<@Nullable V>storing(key, value, null, operations().writes()::getAndReplace);
    }

    @Override
    public CompletionStage<Boolean> removeAsync(K key) {
        Writes<K, V> writes = operations().writes();
        return keyed(key, (slot, start) -> writes.remove(slot, start), writes::begin);
    }

    @Override
    public CompletionStage<Boolean> removeAsync(K key, V oldValue) {
        checkOpen();
        requireKey(key);
        require(oldValue, "oldValue");
        return Background.prepare(() -> {
            long start = operations().core().start();
            Slot slot = own(key);
            V old = own(slot, oldValue);
            return background().run(whileOpen(() -> operations().writes().remove(slot, old, start)));
        });
    }

    @Override
    public CompletionStage<@Nullable V> getAndRemoveAsync(K key) {
        return this.<@Nullable V>keyed(key, operations().writes()::getAndRemove, (slot, start) -> null);
    }

    @Override
    public CompletionStage<@Nullable Void> removeAllAsync(Set<? extends K> keys) {
        BulkRemoval<K, V> removal = operations().bulkRemoval();
        return many(keys, slots -> nothing(() -> removal.removeAll(Slices.of(slots))), slots -> null);
    }

    @Override
    public CompletionStage<@Nullable Void> removeAllAsync() {
        checkOpen();
        return background().run(whileOpen(() -> nothing(operations().bulkRemoval()::removeAll)));
    }

    @Override
    public CompletionStage<@Nullable Void> clearAsync() {
        checkOpen();
        return background().run(whileOpen(() -> nothing(operations().bulkRemoval()::clear)));
    }

    @Override
    public <T> CompletionStage<@Nullable T> invokeAsync(
            K key, EntryProcessor<K, V, T> entryProcessor, Object... arguments) {
        checkOpen();
        requireKey(key);
        require(entryProcessor, "entryProcessor");
        Processing<K, V> processing = operations().processing();
        return this.<@Nullable T>keyed(
                key, (slot, start) -> processing.invoke(slot, start, entryProcessor, arguments), (slot, start) -> null);
    }

    @Override
    public <T> CompletionStage<Map<K, EntryProcessorResult<T>>> invokeAllAsync(
            Set<? extends K> keys, EntryProcessor<K, V, T> entryProcessor, Object... arguments) {
        checkOpen();
        requireKeys(keys);
        require(entryProcessor, "entryProcessor");
        Processing<K, V> processing = operations().processing();
        return many(keys, slots -> processing.invokeAll(Slices.of(slots), entryProcessor, arguments), slots -> null);
    }

    private static @Nullable Void nothing(Runnable action) {
        action.run();
        return null;
    }

    void requireKey(@Nullable Object key) {
        require(key, "key");
    }

    void requireValue(@Nullable Object value) {
        require(value, "value");
    }

    void requireKeys(@Nullable Set<?> keys) {
        for (Object key : require(keys, "keys")) {
            require(key, "one of keys");
        }
    }

    void requireEntries(@Nullable Map<?, ?> map) {
        require(map, "map").forEach((key, value) -> {
            require(key, "a key of map");
            if (value == null) {
                require(value, "in map, the value of key [" + Slot.shorten(key) + "]");
            }
        });
    }

    /** @param name as the caller knows it */
    <T> T require(@Nullable T argument, String name) {
        if (argument == null) {
            throw new NullPointerException("cache [" + getName() + "]: " + name + " is null");
        }
        return argument;
    }

    Duration requireTtl(@Nullable Duration ttl) {
        Duration given = require(ttl, "ttl");
        if (given.isNegative()) {
            throw new IllegalArgumentException("cache [" + getName() + "]: a time to live of [" + given
                    + "] is negative; Duration.ZERO removes, KetchCache.FOREVER is for ever");
        }
        return given;
    }
}
