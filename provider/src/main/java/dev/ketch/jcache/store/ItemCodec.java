// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Server;
import dev.ketch.client.Session;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import dev.ketch.jcache.store.Compression.Packed;
import dev.ketch.jcache.store.Snapshot.State;
import dev.ketch.serialization.ClassDeniedException;
import dev.ketch.serialization.Serializer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes stores of entries and entries of answers. A serializer may be a user's, and bytes may be anybody's: whatever it
 * throws on reading makes the item count as absent. Thread-safe.
 */
final class ItemCodec {
    private static final byte[] NOTHING = new byte[0];
    /** What memcached adds to an item, generously: its own header, pointers, and the rounding of slab pages. */
    private static final int OVERHEAD = 512;

    private static final String NO_VALUE = "the serializer has made null of it, which is no value";

    private final ExchangeRouter client;
    private final ItemForm form;
    private final CacheKeys keys;
    private final Serializer serializer;
    private final Failures failures;
    private final FlawCounts flaws;
    private final LongSupplier clock;

    ItemCodec(
            ExchangeRouter client,
            ItemForm form,
            CacheKeys keys,
            Serializer serializer,
            Failures failures,
            FlawCounts flaws,
            LongSupplier clock) {
        this.client = client;
        this.form = form;
        this.keys = keys;
        this.serializer = serializer;
        this.failures = failures;
        this.flaws = flaws;
        this.clock = clock;
    }

    ItemForm form() {
        return form;
    }

    byte[] serialize(Object object, String what) {
        try {
            return serializer.serialize(object);
        } catch (RuntimeException | StackOverflowError e) {
            throw failures.unserializable(what + " cannot be serialized", e);
        }
    }

    /** A fresh object from bytes that this JVM has just made. */
    Object copy(byte[] payload) {
        try {
            return Objects.requireNonNull(serializer.deserialize(payload, 0, payload.length), NO_VALUE);
        } catch (RuntimeException | StackOverflowError e) {
            throw failures.unserializable("the value was serialized but cannot be read back", e);
        }
    }

    /**
     * A request that stores an entry.
     *
     * @throws javax.cache.CacheException if the server would refuse it for its size; sent nevertheless it would remove
     *     the old item
     */
    Request store(Opcode opcode, Slot slot, long generation, long deadline, byte[] payload, long cas) {
        Packed value = form.pack(payload);
        long size = sizeWithout(slot) + value.bytes().length;
        if (size > limit(slot)) {
            throw failures.oversize(slot, size, limit(slot));
        }
        byte[] head = form.head(slot, generation, deadline, value);
        return Request.store(opcode, slot.wireKey(), form.flags(value), exptime(deadline), head, value.bytes(), cas);
    }

    /** Whether the item of a payload that was read is one that the server takes: another JVM may pack it smaller. */
    boolean fits(Slot slot, byte[] payload) {
        return sizeOf(slot, payload) <= limit(slot);
    }

    /** Throws if the server does not take the item of a payload. */
    void requireFit(Slot slot, byte[] payload) {
        long size = sizeOf(slot, payload);
        if (size > limit(slot)) {
            throw failures.oversize(slot, size, limit(slot));
        }
    }

    /** Of an item; more than it has if it fits as it is, so that it need not be packed to be known. */
    private long sizeOf(Slot slot, byte[] payload) {
        long size = sizeWithout(slot) + payload.length;
        return size <= limit(slot)
                ? size
                : sizeWithout(slot) + form.pack(payload).bytes().length;
    }

    private long sizeWithout(Slot slot) {
        return (long) OVERHEAD + slot.wireKey().length + form.headLength(slot);
    }

    private long limit(Slot slot) {
        return client.limits(slot.server()).itemSizeMax();
    }

    /** A request that gives an item that only memcached ends another deadline, and leaves all else as it is. */
    Request touch(Slot slot, long deadline) {
        return Request.touch(slot.wireKey(), exptime(deadline));
    }

    /**
     * A request that reads an item, silent on a miss.
     *
     * @param sliding the deadline that the item gets by it; {@link Deadline#ETERNAL} to leave it the one it has
     */
    Request read(Slot slot, long sliding) {
        return sliding == Deadline.ETERNAL
                ? Request.getQuiet(slot.wireKey())
                : Request.getAndTouchQuiet(slot.wireKey(), exptime(sliding));
    }

    private int exptime(long deadline) {
        return form.exptime(deadline, clock.getAsLong());
    }

    /**
     * Judges the answer to a get.
     *
     * @param response the answer, {@code null} for the silence of a quiet get
     * @param generation the server's, read after the item
     * @param withValue whether the value is wanted; an entry whose value then cannot be read counts as none
     * @param doubtful whether an item counts as none, whatever it is
     */
    Snapshot snapshot(
            Slot slot,
            @Nullable Response response,
            long generation,
            @Nullable Session session,
            boolean withValue,
            boolean doubtful) {
        if (response == null || response.status() == Status.NOT_FOUND) {
            Snapshot absent = new Snapshot(slot, State.ABSENT, generation, 0, session, null, NOTHING, null);
            return doubtful ? absent.doubted(failures.doubtful(slot)) : absent;
        }
        if (!response.isOk()) {
            throw failures.unexpected(slot.server(), response);
        }
        if (doubtful) {
            return new Snapshot(slot, State.DEAD, generation, response.cas(), session, null, NOTHING, null)
                    .doubted(failures.doubtful(slot));
        }
        Object judged = form.judge(slot.server(), slot.wireKey(), response, generation);
        if (judged == ItemForm.OUTDATED) {
            return new Snapshot(slot, State.DEAD, generation, response.cas(), session, null, NOTHING, null);
        }
        if (judged instanceof Flaw flaw) {
            return dead(slot, response, generation, session, new Damage(flaw, null));
        }
        ItemHeader header = (ItemHeader) judged;
        Damage foreign = otherKey(slot, header, response.value());
        return foreign == null
                ? entry(slot, header, response, generation, session, withValue)
                : dead(slot, response, generation, session, foreign);
    }

    /** What an item holds that has been judged and has the slot's key. */
    private Snapshot entry(
            Slot slot,
            ItemHeader header,
            Response response,
            long generation,
            @Nullable Session session,
            boolean withValue) {
        State state = Deadline.hasPassed(header.deadline(), clock.getAsLong()) ? State.EXPIRED : State.LIVE;
        if (!withValue) {
            return new Snapshot(slot, state, generation, response.cas(), session, header, response.value(), null);
        }
        try {
            byte[] unpacked = form.unpack(header, response);
            ItemHeader shown = unpacked == null ? header : header.ofPayload();
            byte[] item = unpacked == null ? response.value() : unpacked;
            Object value = valueOf(shown, item);
            return new Snapshot(slot, state, generation, response.cas(), session, shown, item, value);
        } catch (Throwable e) {
            return dead(slot, response, generation, session, Damage.of(Flaw.VALUE, e));
        }
    }

    private Snapshot dead(Slot slot, Response response, long generation, @Nullable Session session, Damage damage) {
        flaws.found(damage.flaw, slot.server(), slot.wireKey(), damage.cause);
        return new Snapshot(slot, State.DEAD, generation, response.cas(), session, null, NOTHING, null);
    }

    /**
     * The entry of a key that a server has listed, live or expired, its key object rebuilt; {@code null} if that cannot
     * be, or if the item is no entry.
     */
    @Nullable
    Snapshot listed(byte[] wireKey, Response response, Server server, long generation, @Nullable Session session) {
        Object judged = form.judge(server, wireKey, response, generation);
        if (judged instanceof Flaw flaw) {
            flaws.found(flaw, server, wireKey, null);
        }
        if (!(judged instanceof ItemHeader header)) {
            return null;
        }
        Slot slot;
        if (header.keyLength() == 0) {
            Object key = keys.decode(wireKey);
            if (key == null) {
                return null;
            }
            slot = new Slot(key, wireKey, null, client);
        } else {
            int from = header.keyOffset();
            byte[] stored = Arrays.copyOfRange(response.value(), from, from + header.keyLength());
            Object key;
            try {
                key = Objects.requireNonNull(serializer.deserialize(stored, 0, stored.length), NO_VALUE);
                // Forged, it may be the key of another entry, which whoever walks through the cache would remove.
                if (!Arrays.equals(keys.encode(key).bytes(), wireKey)) {
                    flaws.found(Flaw.KEY, server, wireKey, null);
                    return null;
                }
            } catch (Throwable e) {
                Damage damage = Damage.of(Flaw.KEY, e);
                flaws.found(damage.flaw, server, wireKey, damage.cause);
                return null;
            }
            slot = new Slot(key, wireKey, stored, client);
        }
        Snapshot entry = entry(slot, header, response, generation, session, true);
        return entry.isLive() || entry.isExpired() ? entry : null;
    }

    /** The key of bytes that this JVM has just made, or {@code null} if they cannot be read. */
    @Nullable
    Object keyOf(byte[] bytes, int offset, int length) {
        try {
            return serializer.deserialize(bytes, offset, length);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return null;
        }
    }

    private Object valueOf(ItemHeader header, byte[] item) {
        int offset = header.payloadOffset();
        return Objects.requireNonNull(serializer.deserialize(item, offset, item.length - offset), NO_VALUE);
    }

    /** Guards against two keys that meet in one digest: what is wrong with the item's, or {@code null}. */
    private @Nullable Damage otherKey(Slot slot, ItemHeader header, byte[] item) {
        byte[] own = slot.storedKey();
        if (own == null || header.keyLength() == 0) {
            return own == null && header.keyLength() == 0 ? null : new Damage(Flaw.KEY, null);
        }
        int from = header.keyOffset();
        if (Arrays.equals(own, 0, own.length, item, from, from + header.keyLength())) {
            return null;
        }
        // Equal keys need not have equal bytes. Forged bytes may be a key that fails wherever it is looked into.
        try {
            Object stored = serializer.deserialize(item, from, header.keyLength());
            return keys.same(stored, slot.key()) ? null : new Damage(Flaw.KEY, null);
        } catch (Throwable e) {
            return Damage.of(Flaw.KEY, e);
        }
    }

    /** Why an item does not count. */
    private record Damage(Flaw flaw, @Nullable Throwable cause) {
        /**
         * What reading an item ended in. Bytes may be anybody's, and serializers too: memory and stack that run out, and
         * errors of any other kind, are answers. Only where the JVM itself is in trouble, or the thread is to end, nothing
         * is hidden.
         */
        static Damage of(Flaw otherwise, Throwable e) {
            boolean survivable = e instanceof OutOfMemoryError || e instanceof StackOverflowError;
            if (e instanceof VirtualMachineError error && !survivable) {
                throw error;
            }
            if (e instanceof ThreadDeath death) {
                throw death;
            }
            return new Damage(e instanceof ClassDeniedException ? Flaw.DENIED : otherwise, e);
        }
    }
}
