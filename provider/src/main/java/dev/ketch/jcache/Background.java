// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Started;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a cache's operations for callers that do not wait. Bounded, together with those of the manager's other caches:
 * an operation counts from its call until all that hangs on its stage was called.
 *
 * <p>User code that runs within an operation may ask for another one and wait for it. If that waited for another thread,
 * all threads might come to wait; so it is done at once. Thread-safe.
 */
final class Background {
    /**
     * Set while a thread runs an operation, of whichever cache and manager: they share their threads' fate where loaders
     * of one wait for the other. Never left behind on a thread.
     */
    private static final ThreadLocal<Boolean> AT_WORK = new ThreadLocal<>();

    private final String cache;
    private final Executor executor;
    private final Semaphore room;
    private final int mostUnderWay;

    /**
     * @param room shared by the caches of a manager
     * @param mostUnderWay its permits, for messages
     */
    Background(String cache, Executor executor, Semaphore room, int mostUnderWay) {
        this.cache = cache;
        this.executor = executor;
        this.room = room;
        this.mostUnderWay = mostUnderWay;
    }

    /** What an operation's preparation, by the calling thread, throws is how its stage ends. */
    static <T> CompletionStage<T> prepare(Supplier<CompletionStage<T>> preparation) {
        try {
            return preparation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Has an operation run by the executor. */
    <T extends @Nullable Object> CompletionStage<T> run(Supplier<? extends T> operation) {
        return run(operation, () -> null);
    }

    /**
     * Begins an operation by this thread, to be finished by the executor; where it cannot be begun, has the executor run
     * it all.
     *
     * @param begin gives {@code null} where it cannot be begun without waiting
     */
    <T extends @Nullable Object> CompletionStage<T> run(
            Supplier<? extends T> operation, Supplier<? extends @Nullable Started<? extends T>> begin) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        if (AT_WORK.get() != null) {
            complete(stage, operation);
            return stage;
        }
        if (!room.tryAcquire()) {
            stage.completeExceptionally(full());
            return stage;
        }
        try {
            Started<? extends T> started = begin.get();
            if (started == null) {
                executor.execute(new Work<T>(stage, operation));
            } else {
                started.answered().whenComplete((answer, failure) -> finish(stage, started.result()));
            }
        } catch (RejectedExecutionException e) {
            room.release();
            stage.completeExceptionally(refused(e));
        } catch (RuntimeException | Error e) {
            room.release();
            stage.completeExceptionally(e);
        }
        return stage;
    }

    /**
     * Has a task run by the executor.
     *
     * @throws CacheException if it has no room
     */
    void execute(Runnable task) {
        if (AT_WORK.get() != null) {
            task.run();
            return;
        }
        if (!room.tryAcquire()) {
            throw full();
        }
        try {
            executor.execute(() -> {
                AT_WORK.set(true);
                try {
                    task.run();
                } finally {
                    AT_WORK.remove();
                    room.release();
                }
            });
        } catch (RejectedExecutionException e) {
            room.release();
            throw refused(e);
        }
    }

    /** The answer has come, so the operation ends by what it is, wherever there is a thread. */
    private <T extends @Nullable Object> void finish(CompletableFuture<T> stage, Supplier<? extends T> operation) {
        Work<T> work = new Work<>(stage, operation);
        try {
            executor.execute(work);
        } catch (RuntimeException | Error e) {
            // Refused, or the machine has no thread to give.
            if (!work.begun) {
                work.run();
            }
        }
    }

    /** An operation that has its permit. */
    private final class Work<T extends @Nullable Object> implements Runnable {
        private final CompletableFuture<T> stage;
        private final Supplier<? extends T> operation;
        /** For executors that run what they are given at once, in the thread that gives it. */
        private boolean begun;

        Work(CompletableFuture<T> stage, Supplier<? extends T> operation) {
            this.stage = stage;
            this.operation = operation;
        }

        @Override
        public void run() {
            begun = true;
            try {
                complete(stage, operation);
            } finally {
                room.release();
            }
        }
    }

    /** What hangs on the stage is called when the thread is at work no more: it may ask for the next operation, and so on. */
    private static <T extends @Nullable Object> void complete(
            CompletableFuture<T> stage, Supplier<? extends T> operation) {
        boolean nested = AT_WORK.get() != null;
        T result;
        AT_WORK.set(true);
        try {
            result = operation.get();
        } catch (Throwable e) {
            clear(nested);
            stage.completeExceptionally(e);
            return;
        }
        clear(nested);
        stage.complete(result);
    }

    private static void clear(boolean nested) {
        if (!nested) {
            AT_WORK.remove();
        }
    }

    private CacheException full() {
        return new CacheException(
                "cache [" + cache + "]: " + mostUnderWay + " asynchronous operations of its manager are"
                        + " under way already; nothing was done. Slow down, or raise [executorQueue]");
    }

    private CacheException refused(RejectedExecutionException e) {
        return new CacheException("cache [" + cache + "]: its executor has refused the operation; nothing was done", e);
    }
}
