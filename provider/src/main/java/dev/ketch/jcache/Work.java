// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;

import dev.ketch.jcache.ByteBudget.Share;
import dev.ketch.jcache.store.Started;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An operation that nobody waits for, with its permit: it ends once, whoever comes to it, and however often executors
 * run it or whether they drop it. Thread-safe.
 */
final class Work<T extends @Nullable Object> implements Runnable {
    private enum State {
        /** It is being begun, or under way to its servers, which ends by their deadlines. */
        BEGUN,
        /** It waits for a thread. */
        WAITING,
        /** It belongs to the thread that ends it. */
        CLAIMED
    }

    private final Background owner;
    private final CompletableFuture<T> stage;
    private final Share bytes;
    private final AtomicReference<State> state = new AtomicReference<>(State.BEGUN);

    // The four below are written before the state is WAITING, and read after that was seen.
    private @Nullable Supplier<? extends T> operation;
    private boolean answered;
    private boolean changing;
    private long since;

    /** While it is offered to a user's executor by a thread that must not be the one to run it. */
    private volatile @Nullable Thread offering;

    /** How it ends if no thread comes to it, where there is more to say than that. */
    private volatile @Nullable Throwable failure;

    Work(Background owner, CompletableFuture<T> stage, Share bytes) {
        this.owner = owner;
        this.stage = stage;
        this.bytes = bytes;
    }

    Background owner() {
        return owner;
    }

    /** It could not be begun without waiting: all of it is to be done. */
    void awaitThread(Supplier<? extends T> all) {
        awaitThread(all, false, false);
    }

    /** Its servers have been asked, and have answered or never will. */
    void awaitThread(Started<? extends T> started) {
        awaitThread(started.result(), true, started.changing());
    }

    private void awaitThread(Supplier<? extends T> rest, boolean isAnswered, boolean isChanging) {
        operation = rest;
        answered = isAnswered;
        changing = isChanging;
        since = System.nanoTime();
        state.set(State.WAITING);
    }

    /** Whether something may have been changed that the caller has to be told. */
    boolean isToBeTold() {
        return answered && changing;
    }

    /** Whether it has waited for a thread for so long. */
    boolean hasWaited(long nanos) {
        return state.get() == State.WAITING && System.nanoTime() - since >= nanos;
    }

    boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    void offeredBy(@Nullable Thread thread) {
        offering = thread;
    }

    void failsWith(Throwable why) {
        failure = why;
    }

    @Override
    public void run() {
        if (offering == Thread.currentThread()) {
            owner.finishElsewhere(this);
        } else if (claim()) {
            complete();
        }
    }

    private boolean claim() {
        return state.compareAndSet(State.WAITING, State.CLAIMED);
    }

    /** What hangs on the stage is called when the thread is at work no more: it may ask for the next operation, and so on. */
    private void complete() {
        Supplier<? extends T> rest = requireNonNull(operation);
        T result;
        try {
            result = AtWork.OPERATION.<T>call(rest);
        } catch (Throwable e) {
            end(e);
            return;
        }
        release();
        stage.complete(result);
    }

    /** Ends it with a failure unless somebody is about to end it; tells whether it did. */
    boolean fail(Throwable why) {
        if (!claim()) {
            return false;
        }
        end(why);
        return true;
    }

    /** The same for whoever begins it, where that failed. */
    void failToBegin(Throwable why) {
        state.set(State.CLAIMED);
        end(why);
    }

    /**
     * No thread has come, or none will: takes it from all others. What is done is told, the rest fails.
     *
     * @return how to end it, which runs no user code but what hears of what is done and what hangs on the stage; {@code
     *     null} if somebody else has claimed it
     */
    @Nullable
    Runnable takeOver() {
        if (!claim()) {
            return null;
        }
        if (isToBeTold()) {
            return this::complete;
        }
        Throwable why = failure;
        return () -> end(why == null ? owner.late(answered) : why);
    }

    /** The same, by this thread. */
    void endWithoutThread() {
        Runnable end = takeOver();
        if (end != null) {
            end.run();
        }
    }

    /** Whether there is nothing left of it for a thread to do. */
    boolean isClaimed() {
        return state.get() == State.CLAIMED;
    }

    private void end(Throwable why) {
        release();
        stage.completeExceptionally(why);
    }

    /** Before the stage ends: whoever goes on from there finds room. */
    private void release() {
        // An executor may have it queued for long.
        operation = null;
        bytes.giveBack();
        owner.ended(this);
    }
}
