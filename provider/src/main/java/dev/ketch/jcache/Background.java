// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.ByteBudget.Share;
import dev.ketch.jcache.store.Started;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a cache's operations for callers that do not wait. Bounded: an operation counts from its call until its stage
 * ends. Every operation ends, and gives back what it has taken, once: by the executor; or, where
 * that does not come to it, when the cache closes or its patience is over. Thread-safe.
 */
final class Background {
    private final String cache;
    private final Executor executor;
    private final AsyncThreads threads;
    private final Semaphore room;
    /** What hands answered operations to an executor of the cache's own. */
    private final @Nullable Handover handover;

    /** Set once; what is begun after it was found unset is ended by whoever closes the cache, or sees it set later. */
    private volatile boolean closed;

    /**
     * @param executor the cache's own, or that of its manager
     * @param threads of its manager
     * @param room how many operations there may be at a time; shared by the caches that share an executor
     * @param handover for an executor of the cache's own
     */
    Background(String cache, Executor executor, AsyncThreads threads, Semaphore room, @Nullable Handover handover) {
        this.cache = cache;
        this.executor = executor;
        this.threads = threads;
        this.room = room;
        this.handover = handover;
    }

    /** What an operation's preparation, by the calling thread, throws is how its stage ends. */
    static <T> CompletionStage<T> prepare(Supplier<CompletionStage<T>> preparation) {
        try {
            return preparation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What an operation holds of the bytes of values. */
    Share bytes() {
        return threads.bytes().share(cache);
    }

    /** Has an operation run by the executor. */
    <T extends @Nullable Object> CompletionStage<T> run(Supplier<? extends T> operation) {
        return run(bytes(), operation, () -> null);
    }

    /**
     * Begins an operation by this thread, to be finished by the executor; where it cannot be begun, has the executor run
     * it all.
     *
     * @param bytes what it holds, given back at its end
     * @param begin gives {@code null} where it cannot be begun without waiting
     */
    <T extends @Nullable Object> CompletionStage<T> run(
            Share bytes, Supplier<? extends T> operation, Supplier<? extends @Nullable Started<? extends T>> begin) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        if (AtWork.isAny()) {
            doAtOnce(stage, bytes, operation);
            return stage;
        }
        if (!room.tryAcquire()) {
            bytes.giveBack();
            stage.completeExceptionally(full());
            return stage;
        }
        Work<T> work = new Work<>(this, stage, bytes);
        threads.unfinished().add(work);
        Started<? extends T> started;
        try {
            started = begin.get();
        } catch (RuntimeException | Error e) {
            // It may have been sent.
            work.failToBegin(e);
            return stage;
        }
        if (started == null) {
            start(work, operation);
        } else {
            started.answered().whenComplete((answer, failure) -> finish(work, started));
        }
        return stage;
    }

    private static <T extends @Nullable Object> void doAtOnce(
            CompletableFuture<T> stage, Share bytes, Supplier<? extends T> operation) {
        T result;
        try {
            result = AtWork.OPERATION.<T>call(operation);
        } catch (Throwable e) {
            stage.completeExceptionally(e);
            return;
        } finally {
            bytes.giveBack();
        }
        stage.complete(result);
    }

    /**
     * Has a task run by the executor.
     *
     * @param task throws nothing
     * @param givenUp told, in place of the task's being run, why it never will be
     * @throws CacheException if it cannot be begun
     */
    void execute(Runnable task, Consumer<? super RuntimeException> givenUp) {
        if (AtWork.isAny()) {
            AtWork.OPERATION.run(task);
            return;
        }
        if (!room.tryAcquire()) {
            throw full();
        }
        CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
        Work<@Nullable Void> work = new Work<>(this, stage, bytes());
        threads.unfinished().add(work);
        CacheException refused = start(work, () -> {
            task.run();
            return null;
        });
        if (refused != null) {
            throw refused;
        }
        stage.whenComplete((done, failure) -> {
            if (failure instanceof RuntimeException why) {
                givenUp.accept(why);
            }
        });
    }

    /** Returns the refusal with which the operation has ended, if the executor has none of it. */
    private <T extends @Nullable Object> @Nullable CacheException start(Work<T> work, Supplier<? extends T> operation) {
        work.awaitThread(operation);
        try {
            executor.execute(work);
        } catch (RuntimeException | Error e) {
            // Refused, or the machine has no thread to give; even then the executor may have it queued.
            CacheException refusal = refused(e);
            if (work.fail(refusal)) {
                return refusal;
            }
        }
        if (closed) {
            closing(work, true);
        }
        return null;
    }

    /** The answer has come, so the operation ends by what it is, wherever there is a thread: not this one. */
    private <T extends @Nullable Object> void finish(Work<T> work, Started<? extends T> started) {
        work.awaitThread(started);
        if (threads.unfinished().isClosed()) {
            work.endWithoutThread();
            return;
        }
        if (handover != null) {
            handover.add(this, work);
        } else {
            offer(work);
        }
        if (closed) {
            // Whoever stops the executor after the cache has closed may have it dropped.
            closing(work, false);
        }
        threads.unfinished().watchAny();
    }

    /** Has an answered operation finished by the executor. A user's own may block, or try to run it in this thread. */
    void offer(Work<?> work) {
        if (work.isClaimed()) {
            return;
        }
        work.offeredBy(Thread.currentThread());
        try {
            executor.execute(work);
        } catch (RuntimeException | Error e) {
            work.failsWith(refused(e));
            finishElsewhere(work);
        } finally {
            work.offeredBy(null);
        }
    }

    /** The executor has refused to finish an operation, or would have it finished by the thread that hands it over. */
    void finishElsewhere(Work<?> work) {
        if (!threads.run(executor, work)) {
            threads.unfinished().endSoon(work);
        }
    }

    /** What has ended without a thread of the executor is still in its queue, if that hangs. */
    void forgetClaimed() {
        if (handover != null) {
            handover.forgetClaimed();
        }
        // A class that is derived from it may keep a record of what goes in and out.
        if (executor.getClass() == ThreadPoolExecutor.class) {
            ((ThreadPoolExecutor) executor)
                    .getQueue()
                    .removeIf(task -> task instanceof Work<?> work && work.isClaimed());
        }
    }

    /** The operation has ended. */
    void ended(Work<?> work) {
        threads.unfinished().remove(work);
        room.release();
    }

    /** The cache is closed: what no thread has come to yet fails, but for what is done and only has to be told. */
    void close() {
        closed = true;
        threads.unfinished().closing(this);
        forgetClaimed();
        if (handover != null) {
            handover.close();
        }
    }

    /** @param here whether this thread may run what hangs on the operation's stage */
    void closing(Work<?> work, boolean here) {
        if (!work.isWaiting()) {
            return;
        }
        if (work.isToBeTold()) {
            finishElsewhere(work);
            return;
        }
        IllegalStateException failure = new IllegalStateException("cache [" + cache + "] is closed");
        if (here) {
            work.fail(failure);
        } else {
            work.failsWith(failure);
            threads.unfinished().endSoon(work);
        }
    }

    private CacheException full() {
        return new CacheException("cache [" + cache + "]: as many asynchronous operations are under way as"
                + " [executorQueue] admits; nothing was done. Slow down, or raise it");
    }

    CacheException refused(Throwable why) {
        return new CacheException(
                "cache [" + cache + "]: its executor has refused the operation; nothing was done", why);
    }

    /** @param answered whether all that is missing is to look at what was read */
    CacheException late(boolean answered) {
        return new CacheException("cache [" + cache + "]: for " + Unfinished.PATIENCE_SECONDS
                + " s no thread of its executor has come to the operation, "
                + (answered ? "which was only to read; nothing was changed" : "and nothing was done")
                + ". Slow down, give it more threads [executorThreads], or let it run all that it is given");
    }
}
