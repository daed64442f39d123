// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Opcode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One command on one key, to be run by {@link MemcachedClient#execute(Command)} and its kin, as often as one likes.
 * Immutable; the value is not copied, so it must not be changed while the command is in use.
 *
 * <p>Keys are 1 to 250 bytes in UTF-8, any bytes: blanks and control characters too, though other clients and
 * memcached's text protocol cannot name such keys. Anything else is an {@link IllegalArgumentException}.
 *
 * <p>Expiry is a {@link Duration}, rounded up to whole seconds. {@code null} is for ever; zero or negative is over at
 * once, so that what is computed as the rest of a life does not become eternal. memcached's clock ticks once a second,
 * and an item may go up to a second early. More than 30 days are sent as a time of day, by this machine's clock when
 * the command is sent; beyond the year 2106 as for ever.
 */
public final class Command {
    private static final byte[] NOTHING = new byte[0];

    private final Opcode opcode;
    private final String key;
    private final byte[] keyBytes;
    private final byte[] value;
    private final @Nullable Duration expiry;
    private final int flags;
    private final long delta;
    private final long initial;
    private final boolean creating;
    private final long cas;
    private final @Nullable Session session;

    private Command(Builder b) {
        this.opcode = b.opcode;
        this.key = b.key;
        this.keyBytes = b.keyBytes;
        this.value = b.value;
        this.expiry = b.expiry;
        this.flags = b.flags;
        this.delta = b.delta;
        this.initial = b.initial;
        this.creating = b.creating;
        this.cas = b.cas;
        this.session = b.session;
    }

    /** Reads an item. */
    public static Command get(String key) {
        return new Builder(Opcode.GET, key).build();
    }

    /** Reads an item and gives it a new expiry. */
    public static Command getAndTouch(String key, @Nullable Duration expiry) {
        return new Builder(Opcode.GAT, key).expiry(expiry).build();
    }

    /** Gives an item a new expiry. */
    public static Command touch(String key, @Nullable Duration expiry) {
        return new Builder(Opcode.TOUCH, key).expiry(expiry).build();
    }

    /** Stores an item, whatever is there. */
    public static Command set(String key, byte[] value, @Nullable Duration expiry) {
        return new Builder(Opcode.SET, key).value(value).expiry(expiry).build();
    }

    /** Stores an item where there is none, else {@link ResultStatus#EXISTS}. */
    public static Command add(String key, byte[] value, @Nullable Duration expiry) {
        return new Builder(Opcode.ADD, key).value(value).expiry(expiry).build();
    }

    /** Stores an item where there is one, else {@link ResultStatus#NOT_FOUND}. */
    public static Command replace(String key, byte[] value, @Nullable Duration expiry) {
        return new Builder(Opcode.REPLACE, key).value(value).expiry(expiry).build();
    }

    /** Adds to the end of an item's value, else {@link ResultStatus#NOT_STORED}; flags and expiry stay. */
    public static Command append(String key, byte[] value) {
        return new Builder(Opcode.APPEND, key).value(value).build();
    }

    /** Adds to the front of an item's value, else {@link ResultStatus#NOT_STORED}; flags and expiry stay. */
    public static Command prepend(String key, byte[] value) {
        return new Builder(Opcode.PREPEND, key).value(value).build();
    }

    /** Removes an item, else {@link ResultStatus#NOT_FOUND}. */
    public static Command delete(String key) {
        return new Builder(Opcode.DELETE, key).build();
    }

    /**
     * Adds to a counter, an item that is a decimal number; it wraps round at 2^64. Where there is none, {@link
     * ResultStatus#NOT_FOUND}.
     *
     * @param delta unsigned; 0 reads the counter, and gives it a new CAS
     */
    public static Command increment(String key, long delta) {
        return new Builder(Opcode.INCREMENT, key).delta(delta).build();
    }

    /**
     * As {@link #increment(String, long)}, but where there is no counter it is created.
     *
     * @param initial what a new counter starts with, unsigned; {@code delta} is not added to it
     * @param expiry of a new counter; that of an old one stays
     */
    public static Command increment(String key, long delta, long initial, @Nullable Duration expiry) {
        return new Builder(Opcode.INCREMENT, key)
                .delta(delta)
                .create(initial)
                .expiry(expiry)
                .build();
    }

    /** Takes from a counter, down to 0 at the least. Where there is none, {@link ResultStatus#NOT_FOUND}. */
    public static Command decrement(String key, long delta) {
        return new Builder(Opcode.DECREMENT, key).delta(delta).build();
    }

    /** As {@link #decrement(String, long)}, but where there is no counter it is created. */
    public static Command decrement(String key, long delta, long initial, @Nullable Duration expiry) {
        return new Builder(Opcode.DECREMENT, key)
                .delta(delta)
                .create(initial)
                .expiry(expiry)
                .build();
    }

    /**
     * The same command with flags, a number that memcached keeps beside the value.
     *
     * @throws IllegalArgumentException unless this is SET, ADD or REPLACE
     */
    public Command withFlags(int newFlags) {
        switch (opcode) {
            case SET, ADD, REPLACE -> {}
            default -> throw new IllegalArgumentException(this + " carries no flags; SET, ADD and REPLACE do");
        }
        Builder b = new Builder(this);
        b.flags = newFlags;
        return b.build();
    }

    /**
     * The same command, done only if the item's CAS is this one, else {@link ResultStatus#EXISTS}. A server that was
     * restarted counts its CAS anew, so a number kept for long can by chance fit another item; {@link
     * #ifUnchanged} is safe from that.
     *
     * @param newCas not 0, which would be no condition
     * @throws IllegalArgumentException unless this is SET, REPLACE, APPEND, PREPEND, DELETE, INCREMENT or DECREMENT
     */
    public Command withCas(long newCas) {
        return conditional(newCas, null);
    }

    /**
     * The same command, done only if the item is still the one that was read. If the connection is gone on which it was
     * read, the command is not sent ({@link ResultStatus#DISCONNECTED}): read again.
     *
     * @param read a hit of a get of this key
     * @throws IllegalArgumentException as {@link #withCas}, or if that was no hit of this key
     */
    public Command ifUnchanged(Result read) {
        if (!read.key().equals(key) || read.cas() == 0) {
            throw new IllegalArgumentException("what was read of key [" + KeyText.show(read.key()) + "] ended as "
                    + read.status() + " with CAS " + Long.toUnsignedString(read.cas()) + "; " + this
                    + " needs a hit of its own key, from a server with CAS on");
        }
        return conditional(read.cas(), read.session());
    }

    private Command conditional(long newCas, @Nullable Session where) {
        switch (opcode) {
            case SET, REPLACE, APPEND, PREPEND, DELETE, INCREMENT, DECREMENT -> {}
            default -> throw new IllegalArgumentException(this + " has no form with a CAS in memcached");
        }
        if (newCas == 0) {
            throw new IllegalArgumentException("a CAS of 0 is no condition; leave it out, or read the item first");
        }
        Builder b = new Builder(this);
        b.cas = newCas;
        b.session = where;
        return b.build();
    }

    public String key() {
        return key;
    }

    /** The value to be stored or joined on; empty where the command has none. Not a copy. */
    public byte[] value() {
        return value;
    }

    /** The command in its form that is always answered. */
    Opcode opcode() {
        return opcode;
    }

    byte[] keyBytes() {
        return keyBytes;
    }

    int flags() {
        return flags;
    }

    long delta() {
        return delta;
    }

    long initial() {
        return initial;
    }

    long cas() {
        return cas;
    }

    @Nullable
    Session session() {
        return session;
    }

    @Nullable
    Duration expiry() {
        return expiry;
    }

    /** Whether a counter is to be created where there is none. */
    boolean isCreating() {
        return creating;
    }

    @Override
    public String toString() {
        return opcode + " [" + KeyText.show(key) + "]";
    }

    private static final class Builder {
        private final Opcode opcode;
        private final String key;
        private final byte[] keyBytes;
        private byte[] value = NOTHING;
        private @Nullable Duration expiry;
        private int flags;
        private long delta;
        private long initial;
        private boolean creating;
        private long cas;
        private @Nullable Session session;

        Builder(Opcode opcode, String key) {
            this.opcode = opcode;
            this.key = key;
            this.keyBytes = KeyText.encode(key);
        }

        Builder(Command c) {
            this.opcode = c.opcode;
            this.key = c.key;
            this.keyBytes = c.keyBytes;
            this.value = c.value;
            this.expiry = c.expiry;
            this.flags = c.flags;
            this.delta = c.delta;
            this.initial = c.initial;
            this.creating = c.creating;
            this.cas = c.cas;
            this.session = c.session;
        }

        Builder value(byte[] v) {
            this.value = Objects.requireNonNull(v, "value");
            return this;
        }

        Builder expiry(@Nullable Duration e) {
            this.expiry = e;
            return this;
        }

        Builder delta(long d) {
            this.delta = d;
            return this;
        }

        Builder create(long i) {
            this.initial = i;
            this.creating = true;
            return this;
        }

        Command build() {
            return new Command(this);
        }
    }
}
