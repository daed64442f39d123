// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * A cache with what JSR-107 has no words for: operations that nobody waits for, and entries with a time to live of
 * their own. Got from {@code cache.unwrap(KetchCache.class)}.
 *
 * <h2>Asynchronous operations</h2>
 *
 * Each does what its namesake of {@link Cache} does, with the same loader, writer, listeners, statistics and expiry, and
 * has done all of it when its stage completes. What the namesake throws the stage completes exceptionally with; only
 * {@link NullPointerException} for a {@code null}, {@link IllegalArgumentException} for a bad duration and {@link
 * IllegalStateException} for a closed cache are thrown at once. Keys and values become bytes before the method returns,
 * so the caller may change its objects from then on.
 *
 * <p>No thread waits for a server that {@code getAsync}, {@code containsKeyAsync} or {@code getAllAsync} of some hundred
 * keys has asked; nor {@code removeAsync} without loader, writer and listeners; nor {@code putAsync} without writer and
 * listeners, if the policy says the same of updates as of creations, as the eternal, modified and touched ones do, but for
 * a JVM's first to a server. What they come to, and every other operation from its start, is run by the cache's {@linkplain KetchConfiguration#setExecutorFactory
 * executor}: by virtual threads where the JDK has them, else by a few daemon threads.
 *
 * <p>Operations are bounded. No more than {@code executorQueue} are under way, of all caches of a manager, and as many of
 * each cache with an executor of its own; and the values that they are to store have no more than {@code maxQueuedBytes}
 * together, serialized, in a manager. {@code putAllAsync} holds its whole map: one that has more by itself is to be split.
 * Whatever is beyond the bounds fails at once. So does what finds no room on the way to a server that is in use, with
 * {@link ServerUnavailableException}, also where {@link OnUnavailable#DEGRADE} would drop it for a caller that waits.
 *
 * <p>Every stage completes. What waits for a thread of the executor for ten seconds fails, with a {@link
 * javax.cache.CacheException}, and is not done later; what waits for one when the cache is closed fails with {@link
 * IllegalStateException}, and so does what had only to read and is answered after that. A put or a removal that has been
 * sent is told as it is, even then.
 *
 * <p>Stages complete on the executor. Exceptions are those that fail at once, in the caller's thread; on closing, in the
 * thread that closes; those that an executor of the cache's own does not take, on the manager's; and those that it does not
 * come to, on a few threads of the manager, which what hangs on stages must not block. An executor of the cache's own may
 * block while it takes an operation: the caller then waits or, where the servers were asked first, the cache's others that
 * were answered do, no other cache's. Without virtual threads, what hangs on a stage must not wait there for another one: {@code thenCompose} does not. Asked for by
 * a loader, writer, listener or entry processor, whichever form of operation has called it, an operation is done at once,
 * in its thread, so that such code may wait for it. Operations that are under way at the same time are in no promised
 * order. Cancelling a stage, or completing it, does nothing to the operation.
 *
 * <h2>Time to live</h2>
 *
 * A {@code ttl} stands in for what the expiry policy would say of the creation or the update, for this one time; a
 * policy that answers to accesses, or to later updates, changes the deadline then as it would have anyway. It counts
 * from the call, in milliseconds, a fraction of one being taken as a whole. {@link Duration#ZERO} is JSR-107's zero: the
 * entry is not stored, and what was there expires. {@link #FOREVER}, and whatever is beyond the reach of a clock, is
 * eternal. A negative duration is an {@link IllegalArgumentException}.
 *
 * <p>Thread-safe. Callers may be virtual threads.
 */
public interface KetchCache<K, V> extends Cache<K, V> {
    /** The time to live of an entry that never expires. */
    Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** {@link Cache#put} of an entry that lives for some time. */
    void put(K key, V value, Duration ttl);

    /** {@link Cache#putIfAbsent} of an entry that lives for some time. */
    boolean putIfAbsent(K key, V value, Duration ttl);

    /** {@link Cache#get}; the stage's value is {@code null} where there is none. */
    CompletionStage<@Nullable V> getAsync(K key);

    /** {@link Cache#getAll}; the map is the caller's own. */
    CompletionStage<Map<K, V>> getAllAsync(Set<? extends K> keys);

    /** {@link Cache#containsKey}. */
    CompletionStage<Boolean> containsKeyAsync(K key);

    /** {@link Cache#loadAll}; the stage completes as the completion listener would be called. */
    CompletionStage<@Nullable Void> loadAllAsync(Set<? extends K> keys, boolean replaceExistingValues);

    /** {@link Cache#put}. */
    CompletionStage<@Nullable Void> putAsync(K key, V value);

    /** {@link Cache#put} of an entry that lives for some time. */
    CompletionStage<@Nullable Void> putAsync(K key, V value, Duration ttl);

    /** {@link Cache#putAll}. */
    CompletionStage<@Nullable Void> putAllAsync(Map<? extends K, ? extends V> map);

    /** {@link Cache#getAndPut}; the stage's value is {@code null} where there was none. */
    CompletionStage<@Nullable V> getAndPutAsync(K key, V value);

    /** {@link Cache#putIfAbsent}. */
    CompletionStage<Boolean> putIfAbsentAsync(K key, V value);

    /** {@link Cache#putIfAbsent} of an entry that lives for some time. */
    CompletionStage<Boolean> putIfAbsentAsync(K key, V value, Duration ttl);

    /** {@link Cache#replace(Object, Object)}. */
    CompletionStage<Boolean> replaceAsync(K key, V value);

    /** {@link Cache#replace(Object, Object, Object)}. */
    CompletionStage<Boolean> replaceAsync(K key, V oldValue, V newValue);

    /** {@link Cache#getAndReplace}; the stage's value is {@code null} where there was none. */
    CompletionStage<@Nullable V> getAndReplaceAsync(K key, V value);

    /** {@link Cache#remove(Object)}. */
    CompletionStage<Boolean> removeAsync(K key);

    /** {@link Cache#remove(Object, Object)}. */
    CompletionStage<Boolean> removeAsync(K key, V oldValue);

    /** {@link Cache#getAndRemove}; the stage's value is {@code null} where there was none. */
    CompletionStage<@Nullable V> getAndRemoveAsync(K key);

    /** {@link Cache#removeAll(Set)}. */
    CompletionStage<@Nullable Void> removeAllAsync(Set<? extends K> keys);

    /** {@link Cache#removeAll()}. */
    CompletionStage<@Nullable Void> removeAllAsync();

    /** {@link Cache#clear}. */
    CompletionStage<@Nullable Void> clearAsync();

    /** {@link Cache#invoke}. Processor and arguments are used as they are, by another thread. */
    <T> CompletionStage<@Nullable T> invokeAsync(K key, EntryProcessor<K, V, T> entryProcessor, Object... arguments);

    /** {@link Cache#invokeAll}. Processor and arguments are used as they are, by another thread. */
    <T> CompletionStage<Map<K, EntryProcessorResult<T>>> invokeAllAsync(
            Set<? extends K> keys, EntryProcessor<K, V, T> entryProcessor, Object... arguments);
}
