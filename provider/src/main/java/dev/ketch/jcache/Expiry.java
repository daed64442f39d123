// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Deadline;
import dev.ketch.jcache.store.Snapshot;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines that a cache's expiry policy asks for, as {@link Deadline} has them. Thread-safe as far as the policy is.
 *
 * <p>A policy that throws, or has no answer for a new entry, is taken to have said what holds for caches that say nothing
 * of expiry; on access and update it leaves the deadline as it is, so that nothing outlives what the policy last said of
 * it. That is logged once.
 *
 * <p>Where creation, update and access all give the same deadline, and it may be off by a second or two, it is sliding: to move it
 * is no write, and comes with the read.
 */
final class Expiry {
    /** The entry dies at once: it is not stored, or removed. */
    static final long NOW = Long.MIN_VALUE;

    /** The deadline stays. */
    static final long SAME = Long.MIN_VALUE + 1;

    static final long ETERNAL = Deadline.ETERNAL;

    private static final System.Logger LOG = System.getLogger(Expiry.class.getName());
    private final String cache;
    private final ExpiryPolicy policy;
    /** Of a policy that can be closed. */
    private final @Nullable UserCalls calls;

    private final Duration otherwise;
    private final BooleanSupplier mayBeLate;
    private final LongSupplier clock;
    private final boolean known;
    private final boolean sameForUpdate;
    private final boolean movedByAccess;
    private final long sliding;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param calls of what the cache closes in its end
     * @param otherwise how long new entries live where the policy does not say
     * @param mayBeLate whether memcached may end entries by itself, off by a second or two and without anybody to tell
     */
    Expiry(
            String cache,
            ExpiryPolicy policy,
            UserCalls calls,
            Duration otherwise,
            BooleanSupplier mayBeLate,
            LongSupplier clock) {
        this.cache = cache;
        this.policy = policy;
        this.calls = policy instanceof AutoCloseable ? calls : null;
        this.otherwise = otherwise;
        this.mayBeLate = mayBeLate;
        this.clock = clock;
        // The exact classes only: a subclass may answer anything.
        Class<?> type = policy.getClass();
        this.sameForUpdate = type == EternalExpiryPolicy.class
                || type == ModifiedExpiryPolicy.class
                || type == TouchedExpiryPolicy.class;
        this.known = sameForUpdate || type == CreatedExpiryPolicy.class || type == AccessedExpiryPolicy.class;
        this.movedByAccess = !known || type == TouchedExpiryPolicy.class || type == AccessedExpiryPolicy.class;
        this.sliding = type == TouchedExpiryPolicy.class ? slidingOf(policy.getExpiryForAccess()) : ETERNAL;
    }

    private static long slidingOf(@Nullable Duration d) {
        // Neither an eternal duration nor one of no time has a unit that counts.
        return d == null || d.isEternal() || d.isZero()
                ? ETERNAL
                : Deadline.sliding(d.getTimeUnit().toMillis(d.getDurationAmount()));
    }

    ExpiryPolicy policy() {
        return policy;
    }

    /** Whether an access can change the deadline. */
    boolean isMovedByAccess() {
        return movedByAccess;
    }

    /** The deadline that every entry has now that is written or accessed, if it is sliding; else {@link #ETERNAL}. */
    long sliding() {
        return sliding != ETERNAL && mayBeLate.getAsBoolean() ? sliding : ETERNAL;
    }

    /** For one operation on one entry. */
    Deadlines ask() {
        return new Deadlines();
    }

    /** The same for an operation that says itself how long the entry lives, whatever was there. */
    Deadlines given(java.time.Duration ttl) {
        return new Deadlines(deadline(ttl));
    }

    private long deadline(java.time.Duration ttl) {
        if (ttl.isZero()) {
            return NOW;
        }
        try {
            long millis = ttl.plusNanos(999_999).toMillis();
            return Math.addExact(clock.getAsLong(), millis);
        } catch (ArithmeticException e) {
            // Beyond any clock.
            return ETERNAL;
        }
    }

    private long created() {
        long deadline = asked(policy::getExpiryForCreation);
        if (deadline != SAME) {
            return deadline;
        }
        if (calls != null && calls.isClosed()) {
            // Nobody can say any more how long it may live: it is not stored.
            return NOW;
        }
        complain("has no duration for new entries", null);
        return deadline(otherwise);
    }

    private long deadline(Duration d) {
        if (d.isEternal()) {
            return ETERNAL;
        }
        if (d.isZero()) {
            return NOW;
        }
        long same = sliding();
        if (same != ETERNAL) {
            return same;
        }
        long now = clock.getAsLong();
        long deadline = d.getAdjustedTime(now);
        // So far ahead that it overflows.
        return deadline <= now || deadline == Long.MAX_VALUE ? ETERNAL : deadline;
    }

    /** Nor may what it throws end an operation whose writer has been called. */
    private long asked(Supplier<@Nullable Duration> question) {
        if (calls == null) {
            return answer(question);
        }
        if (!calls.begin()) {
            // It is closed, and so is the cache.
            return SAME;
        }
        try {
            return AtWork.USER_CODE.call(() -> answer(question));
        } finally {
            calls.end();
        }
    }

    private long answer(Supplier<@Nullable Duration> question) {
        try {
            Duration d = question.get();
            return d == null ? SAME : deadline(d);
        } catch (Exception e) {
            complain("threw", e);
            return SAME;
        }
    }

    private void complain(String what, @Nullable Exception thrown) {
        if (told.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "cache [" + cache + "]: the expiry policy "
                            + policy.getClass().getName() + " " + what
                            + "; where it does not answer, new entries live as entries do of which nothing is said"
                            + " (option expiry), the others as long as before. Not reported again.",
                    thrown);
        }
    }

    /**
     * The deadlines of one operation on one entry. The policy is asked when the answer is first needed, and not again
     * however often the operation has to be retried. For one thread.
     */
    final class Deadlines {
        private boolean createdAsked;
        private boolean updatedAsked;
        private long created;
        private long updated;
        private final boolean given;

        private Deadlines() {
            given = false;
        }

        private Deadlines(long deadline) {
            given = true;
            created = deadline;
            createdAsked = true;
            updated = deadline;
            updatedAsked = true;
        }

        /** Whether creation and update get the same deadline, so that a put need not know which of them it is. */
        boolean isSameForUpdate() {
            return given || sameForUpdate;
        }

        /** Whether they may be asked for a creation that then does not come about. */
        boolean isKnown() {
            return given || known;
        }

        long created() {
            if (!createdAsked) {
                created = Expiry.this.created();
                createdAsked = true;
            }
            return created;
        }

        /**
         * @param old the deadline so far. Where nobody knows it, an entry whose deadline is to stay gets the one that it
         *     would have as a new entry; where it is sliding, its time begins anew
         */
        long updated(long old) {
            if (!given && sameForUpdate) {
                // As where nobody reads what is there: an eternal policy's update says nothing, and all are eternal.
                return created();
            }
            if (!updatedAsked) {
                updated = asked(policy::getExpiryForUpdate);
                updatedAsked = true;
            }
            if (updated != SAME) {
                return updated;
            }
            return old == Snapshot.UNKNOWN_DEADLINE ? created() : old;
        }

        /** {@link Expiry#SAME} if it stays. */
        long accessed() {
            return asked(policy::getExpiryForAccess);
        }
    }
}
