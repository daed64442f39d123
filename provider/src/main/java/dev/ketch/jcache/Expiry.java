// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Snapshot;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * The deadlines that a cache's expiry policy asks for: epoch milliseconds, 0 = eternal. Thread-safe as far as the
 * policy is.
 *
 * <p>A policy that throws is taken to have said "eternal" on creation and update and to leave the deadline as it is on
 * access; that is logged once.
 */
final class Expiry {
    /** The entry dies at once: it is not stored, or removed. */
    static final long NOW = -1;

    static final long ETERNAL = 0;

    private static final System.Logger LOG = System.getLogger(Expiry.class.getName());
    private final String cache;
    private final ExpiryPolicy policy;
    private final LongSupplier clock;
    private final boolean known;
    private final boolean sameForUpdate;
    private final boolean movedByAccess;
    private final AtomicBoolean told = new AtomicBoolean();

    Expiry(String cache, ExpiryPolicy policy, LongSupplier clock) {
        this.cache = cache;
        this.policy = policy;
        this.clock = clock;
        // The exact classes only: a subclass may answer anything.
        Class<?> type = policy.getClass();
        this.sameForUpdate = type == EternalExpiryPolicy.class
                || type == ModifiedExpiryPolicy.class
                || type == TouchedExpiryPolicy.class;
        this.known = sameForUpdate || type == CreatedExpiryPolicy.class || type == AccessedExpiryPolicy.class;
        this.movedByAccess = !known || type == TouchedExpiryPolicy.class || type == AccessedExpiryPolicy.class;
    }

    ExpiryPolicy policy() {
        return policy;
    }

    /** Whether an access can change the deadline. */
    boolean isMovedByAccess() {
        return movedByAccess;
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
        Duration d = asked(policy::getExpiryForCreation, Duration.ETERNAL);
        return d == null ? ETERNAL : deadline(d);
    }

    private long deadline(Duration d) {
        if (d.isEternal()) {
            return ETERNAL;
        }
        if (d.isZero()) {
            return NOW;
        }
        long now = clock.getAsLong();
        long deadline = d.getAdjustedTime(now);
        // So far ahead that it overflows.
        return deadline <= now || deadline == Long.MAX_VALUE ? ETERNAL : deadline;
    }

    private @Nullable Duration asked(Supplier<@Nullable Duration> question, @Nullable Duration otherwise) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "cache [" + cache + "]: the expiry policy "
                                + policy.getClass().getName()
                                + " threw; new values are eternal, deadlines stay on access. Not reported again.",
                        e);
            }
            return otherwise;
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
        private boolean unchanged;
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
         *     would have as a new entry
         */
        long updated(long old) {
            if (!updatedAsked) {
                Duration d = asked(policy::getExpiryForUpdate, Duration.ETERNAL);
                unchanged = d == null;
                updated = d == null ? 0 : deadline(d);
                updatedAsked = true;
            }
            if (!unchanged) {
                return updated;
            }
            return old == Snapshot.UNKNOWN_DEADLINE ? created() : old;
        }

        /** @param old the deadline so far */
        long accessed(long old) {
            Duration d = asked(policy::getExpiryForAccess, null);
            return d == null ? old : deadline(d);
        }
    }
}
