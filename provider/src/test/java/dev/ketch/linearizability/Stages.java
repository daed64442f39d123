// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.KetchCache;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** What {@link Caller} does, by the asynchronous operations; only their stages are waited for. */
final class Stages {
    private Stages() {}

    @SuppressWarnings("unchecked") // the same cache
    private static KetchCache<String, Long> of(Cache<String, Long> cache) {
        return cache.unwrap(KetchCache.class);
    }

    /** As {@link Caller#perform}. */
    static long perform(Cache<String, Long> waiting, String key, Kind kind, long value, long expected) {
        KetchCache<String, Long> cache = of(waiting);
        return switch (kind) {
            case GET -> Caller.number(end(cache.getAsync(key)));
            case CONTAINS -> Caller.number(is(cache.containsKeyAsync(key)));
            case PUT -> nothing(cache.putAsync(key, value));
            case PUT_IF_ABSENT -> Caller.number(is(cache.putIfAbsentAsync(key, value)));
            case REPLACE -> Caller.number(is(cache.replaceAsync(key, value)));
            case REPLACE_EQUAL -> Caller.number(is(cache.replaceAsync(key, expected, value)));
            case GET_AND_PUT -> Caller.number(end(cache.getAndPutAsync(key, value)));
            case GET_AND_REPLACE -> Caller.number(end(cache.getAndReplaceAsync(key, value)));
            case GET_AND_REMOVE -> Caller.number(end(cache.getAndRemoveAsync(key)));
            case REMOVE -> Caller.number(is(cache.removeAsync(key)));
            case REMOVE_EQUAL -> Caller.number(is(cache.removeAsync(key, expected)));
            case INVOKE_SWAP -> Caller.number(end(cache.invokeAsync(key, Caller.swap(value))));
            case INVOKE_TOGGLE -> Caller.number(end(cache.invokeAsync(key, Caller.toggle(value))));
            case CLEAR -> nothing(cache.clearAsync());
            case LOSS -> throw new IllegalArgumentException("nobody calls for a loss");
        };
    }

    /** As {@link Caller#performInBatch}. */
    static long performInBatch(Cache<String, Long> waiting, String key, Kind kind, long value) {
        KetchCache<String, Long> cache = of(waiting);
        Map<String, Long> both = Caller.both(key, value);
        return switch (kind) {
            case GET -> Caller.number(end(cache.getAllAsync(both.keySet())).get(key));
            case PUT -> nothing(cache.putAllAsync(both));
            case INVOKE_SWAP ->
                Caller.number(Caller.result(end(cache.invokeAllAsync(both.keySet(), Caller.swap(value))), key));
            case INVOKE_TOGGLE ->
                Caller.number(Caller.result(end(cache.invokeAllAsync(both.keySet(), Caller.toggle(value))), key));
            default -> throw new IllegalArgumentException(kind + " has no form for many keys");
        };
    }

    private static boolean is(CompletionStage<Boolean> stage) {
        return end(stage);
    }

    private static long nothing(CompletionStage<@Nullable Void> stage) {
        end(stage);
        return 0;
    }

    /** What the stage completes with, or throws what it completes exceptionally with. */
    private static <T extends @Nullable Object> T end(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
