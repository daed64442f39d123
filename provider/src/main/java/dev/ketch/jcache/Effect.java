// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What an operation has done to an entry.
 *
 * @param kind what was done
 * @param before what was there
 * @param payload the new value, where there is one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Effect(Kind kind, Snapshot before, byte @Nullable [] payload) {
    enum Kind {
        /** Nothing; the condition did not hold. */
        NONE,
        /** The entry is new. */
        CREATED,
        /** The policy let the new entry die at once, so it was not stored. */
        NOT_CREATED,
        /** The entry has a new value. */
        UPDATED,
        /** The policy let the entry die with its new value. */
        UPDATED_AND_EXPIRED,
        /** There is no entry any more, and there was one if {@code before} is live. */
        REMOVED,
        /** Nothing now: the server is not to be reached, and what should have been done is made up for later. */
        DROPPED,
        /** Not, or nobody knows: something failed that is thrown. */
        FAILED
    }

    static Effect dropped(Snapshot before) {
        return new Effect(Kind.DROPPED, before, null);
    }

    static Effect failed(Snapshot before) {
        return new Effect(Kind.FAILED, before, null);
    }

    static Effect none(Snapshot before) {
        return new Effect(Kind.NONE, before, null);
    }

    boolean isDone() {
        return kind != Kind.NONE && kind != Kind.DROPPED && kind != Kind.FAILED;
    }

    /** Whether it counts as a put. */
    boolean isPut() {
        return kind == Kind.CREATED || kind == Kind.UPDATED || kind == Kind.UPDATED_AND_EXPIRED;
    }

    /** Whether it counts as a removal. */
    boolean isRemoval() {
        return kind == Kind.REMOVED && before.isLive();
    }
}
