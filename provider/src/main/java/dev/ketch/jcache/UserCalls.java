// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of what a cache closes in its end: the loader, the writer, and an expiry policy that can be closed. None of
 * these is closed while it is called, nor called once it is closed, as an operation might do that was begun before the
 * cache was closed: a loader that opens its connection when it is first asked would leave one behind. Thread-safe.
 */
final class UserCalls {
    private static final System.Logger LOG = System.getLogger(UserCalls.class.getName());
    private static final long PATIENCE_SECONDS = 5;
    private static final int CLOSED = Integer.MIN_VALUE;

    private final String cache;
    /** Whether something is closed that had better not be called then. */
    private final boolean closesAny;
    /** How many calls are under way, with the highest bit set once it is closed. */
    private final AtomicInteger state = new AtomicInteger();
    /** Once it is closed and no call is under way. */
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param closesAny whether any of what is called can be closed */
    UserCalls(String cache, boolean closesAny) {
        this.cache = cache;
        this.closesAny = closesAny;
    }

    /** Whether a call may be made; {@link #end} has to follow it then. */
    boolean begin() {
        int now = state.get();
        while (now >= 0) {
            int found = state.compareAndExchange(now, now + 1);
            if (found == now) {
                return true;
            }
            now = found;
        }
        return false;
    }

    boolean isClosed() {
        return state.get() < 0;
    }

    void end() {
        if (state.decrementAndGet() == CLOSED) {
            ended.countDown();
        }
    }

    /** @throws IllegalStateException if the cache is closed; nothing was called */
    <T extends @Nullable Object> T call(Supplier<? extends T> action) {
        if (!begin()) {
            throw new IllegalStateException("cache [" + cache + "] is closed");
        }
        try {
            return AtWork.USER_CODE.<T>call(action);
        } finally {
            end();
        }
    }

    /** @throws IllegalStateException if the cache is closed; nothing was called */
    void run(Runnable action) {
        this.<@Nullable Void>call(() -> {
            action.run();
            return null;
        });
    }

    /** Until when to wait for calls that are under way now, by {@link System#nanoTime}. */
    static long patience() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    /**
     * Lets no call begin any more; where something is to be closed then, lets those under way end, but not for ever. User
     * code does not wait: it may be one of them, or be waited for by one.
     *
     * @param end when to give up, by {@link System#nanoTime}
     * @return false if some have not ended by then, or the thread was interrupted, which is logged
     */
    boolean close(long end) {
        int before = state.getAndUpdate(now -> now | CLOSED);
        if ((before & ~CLOSED) == 0 || !closesAny || AtWork.isWithinUserCode() || areEndedBy(end)) {
            return true;
        }
        LOG.log(
                Level.WARNING,
                "cache [" + cache + "]: its loader, writer or expiry policy is closed while it is still being called,"
                        + " since a call did not end in " + PATIENCE_SECONDS
                        + " s, or the closing thread was interrupted");
        return false;
    }

    private boolean areEndedBy(long end) {
        try {
            return ended.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
