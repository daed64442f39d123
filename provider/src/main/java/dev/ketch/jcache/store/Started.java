// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An operation that has been sent to its servers.
 *
 * @param changing whether the servers were asked to change something, so that the caller is owed the result; it then calls
 *     no user code
 * @param answered completes, never exceptionally, when they have answered or never will, on the client's one thread for
 *     that
 * @param result to be called once, after that, by another thread: what the operation has come to, or its failure; it may
 *     have more to ask the servers, and wait
 */
public record Started<T extends @Nullable Object>(boolean changing, CompletionStage<?> answered, Supplier<T> result) {
    /** The same with more to be done to the result. */
    public <R extends @Nullable Object> Started<R> then(Function<? super T, ? extends R> more) {
        return new Started<>(changing, answered, () -> more.apply(result.get()));
    }
}
