// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The faults that can be put on connections: on all of them, on those that are open, or on those to come; see
 * {@link FaultProxy#all()}, {@link FaultProxy#present()} and {@link FaultProxy#future()}. Faults of different kinds add
 * up; a second one of the same kind replaces the first. Offsets count the bytes that are passed on in that direction of
 * a connection: from now on for an open connection, from its beginning for a future one.
 *
 * <p>Thread-safe. Each method returns this object.
 */
public final class Faults {

    private final FaultProxy proxy;
    private final boolean present;
    private final boolean future;

    Faults(FaultProxy proxy, boolean present, boolean future) {
        this.proxy = proxy;
        this.present = present;
        this.future = future;
    }

    /** Stops reading and forwarding; the sockets stay open, so a sender meets full buffers in the end. */
    public Faults stall(Direction direction) {
        return change(direction, (rule, passed) -> rule.withStalled(true));
    }

    /**
     * Keeps what arrives until it is {@linkplain #release released}, even if its sender is gone by then. At most
     * {@link FaultProxy#HOLD_LIMIT} bytes a connection are kept; then nothing more is read.
     */
    public Faults hold(Direction direction) {
        return change(direction, (rule, passed) -> rule.withHeld(true));
    }

    /** Passes on what was held, in order, and ends holding and stalling. */
    public Faults release(Direction direction) {
        return change(direction, (rule, passed) -> rule.withHeld(false).withStalled(false));
    }

    /** Passes each chunk on this much later than it came. */
    public Faults delay(Direction direction, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("delay [" + duration + "] is negative");
        }
        return change(direction, (rule, passed) -> rule.withDelayNanos(duration.toNanos()));
    }

    /** Passes on at most this many bytes a second on each connection. */
    public Faults throttle(Direction direction, long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond [" + bytesPerSecond + "] is not positive");
        }
        return change(direction, (rule, passed) -> rule.withBytesPerSecond(bytesPerSecond));
    }

    /** Passes on {@code bytes} more bytes, then closes the connection on both sides. */
    public Faults truncate(Direction direction, long bytes) {
        requireOffset(bytes);
        return change(direction, (rule, passed) -> rule.withTruncateAt(passed + bytes));
    }

    /** Flips all bits of the byte at the offset. */
    public Faults corrupt(Direction direction, long offset) {
        requireOffset(offset);
        return change(direction, (rule, passed) -> rule.withCorrupt(passed + offset, -1));
    }

    /** Replaces the byte at the offset. */
    public Faults corrupt(Direction direction, long offset, byte replacement) {
        requireOffset(offset);
        return change(direction, (rule, passed) -> rule.withCorrupt(passed + offset, replacement & 0xff));
    }

    /**
     * Replaces each chunk by what the function returns, which may be of another length. A chunk is what one read gave: a
     * message may come in several, and several in one. If the function throws, the connection is reset. It is called by
     * several threads.
     */
    public Faults rewrite(Direction direction, UnaryOperator<byte[]> function) {
        return change(direction, (rule, passed) -> rule.withRewrite(function));
    }

    /** Tells the receiver the end of the stream and drops the rest; the other direction goes on. */
    public Faults cut(Direction direction) {
        return change(direction, (rule, passed) -> rule.withCut());
    }

    /** Removes the faults in both directions. What was held is passed on; what was cut stays cut. */
    public Faults heal() {
        for (Direction direction : Direction.values()) {
            change(direction, (rule, passed) -> Rule.NONE);
        }
        return this;
    }

    private Faults change(Direction direction, Rule.Change change) {
        proxy.change(direction, change, present, future);
        return this;
    }

    private static void requireOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset [" + offset + "] is negative");
        }
    }
}
