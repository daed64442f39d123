// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Session;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * What a read found in a slot, and all that a write needs to take effect only if that is still what is there.
 *
 * <p>Immutable.
 */
public final class Snapshot {
    /** What was there. */
    public enum State {
        /** No item. */
        ABSENT,
        /** An item that does not count: of an old generation, damaged or foreign. */
        DEAD,
        /** An entry of the current generation whose deadline has passed. */
        EXPIRED,
        /** An entry. */
        LIVE,
        /** Nobody knows: the server could not be asked. */
        UNREACHABLE
    }

    /** The deadline of an entry that memcached alone knows. */
    public static final long UNKNOWN_DEADLINE = Long.MAX_VALUE;

    private final Slot slot;
    private final State state;
    private final long generation;
    private final long cas;
    private final @Nullable Session session;
    private final @Nullable ItemHeader header;
    private final byte[] item;
    private final @Nullable Object value;
    private final @Nullable CacheException failure;

    Snapshot(
            Slot slot,
            State state,
            long generation,
            long cas,
            @Nullable Session session,
            @Nullable ItemHeader header,
            byte[] item,
            @Nullable Object value) {
        this(slot, state, generation, cas, session, header, item, value, null);
    }

    private Snapshot(
            Slot slot,
            State state,
            long generation,
            long cas,
            @Nullable Session session,
            @Nullable ItemHeader header,
            byte[] item,
            @Nullable Object value,
            @Nullable CacheException failure) {
        this.failure = failure;
        this.slot = slot;
        this.state = state;
        this.generation = generation;
        this.cas = cas;
        this.session = session;
        this.header = header;
        this.item = item;
        this.value = value;
    }

    /** Of a slot that is known to have no entry. */
    public static Snapshot none(Slot slot) {
        return new Snapshot(slot, State.ABSENT, 0, 0, null, null, new byte[0], null);
    }

    /** Of a slot whose server could not be asked. */
    static Snapshot unreachable(Slot slot, CacheException failure) {
        return new Snapshot(slot, State.UNREACHABLE, 0, 0, null, null, new byte[0], null, failure);
    }

    /** The same, whatever was found: nobody knows what it is worth. */
    Snapshot doubted(CacheException why) {
        return new Snapshot(slot, state, generation, cas, session, header, item, value, why);
    }

    /** What there is once the item has been removed. */
    public Snapshot removed() {
        return new Snapshot(slot, State.ABSENT, generation, 0, null, null, new byte[0], null);
    }

    /** Throws what befell the read, if the server could not be asked. */
    public void requireReached() {
        if (failure != null && isUnreachable()) {
            throw failure;
        }
    }

    /** Throws what keeps anybody from saying what is there, if something does. */
    public void requireCertain() {
        if (failure != null) {
            throw failure;
        }
    }

    public Slot slot() {
        return slot;
    }

    public State state() {
        return state;
    }

    public boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether the server could not be asked. */
    public boolean isUnreachable() {
        return state == State.UNREACHABLE;
    }

    /** Whether the entry is there, but its deadline has passed. */
    public boolean isExpired() {
        return state == State.EXPIRED;
    }

    /** The server's generation when this was read. */
    long generation() {
        return generation;
    }

    /** Whether there is an item, live or not. */
    boolean hasItem() {
        return state != State.ABSENT && state != State.UNREACHABLE;
    }

    long cas() {
        return cas;
    }

    /**
     * Where the CAS holds: what is written with it must go there. {@code null} where there was no item: an ADD is as
     * good on any connection.
     */
    @Nullable
    Session session() {
        return hasItem() ? session : null;
    }

    /** As {@link Deadline} has it, or {@link #UNKNOWN_DEADLINE}; of live and expired entries. */
    public long deadline() {
        return header == null ? 0 : header.deadline();
    }

    /** Whether a live entry has passed its deadline since it was read. */
    public boolean isLiveAt(long now) {
        return isLive() && !Deadline.hasPassed(deadline(), now);
    }

    /** Whether a read that gave the item a sliding deadline has moved that of the entry: nothing else ends it. */
    public boolean isMovedByTouch() {
        return isLive() && (Deadline.isSliding(deadline()) || deadline() == UNKNOWN_DEADLINE);
    }

    /** The value of a live or expired entry, where the read was asked for it. */
    public Object value() {
        Object v = value;
        if (v == null) {
            throw new IllegalStateException("the value was not read");
        }
        return v;
    }

    /** Whether the value was read and could be. */
    public boolean hasValue() {
        return value != null;
    }

    /** A copy of the serialized value of a live entry that was read with its value. */
    public byte[] payload() {
        ItemHeader h = header;
        if (h == null) {
            throw new IllegalStateException("there is no entry");
        }
        return java.util.Arrays.copyOfRange(item, h.payloadOffset(), item.length);
    }
}
