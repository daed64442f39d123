// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the bytes of one direction of one connection. Immutable.
 *
 * @param stalled nothing is read and nothing written
 * @param held what arrives is kept
 * @param cut the receiver is told the end of the stream, and the rest is dropped
 * @param delayNanos how long each chunk stays here
 * @param bytesPerSecond 0 for no limit
 * @param truncateAt position in the stream at which the connection is closed, or {@link #NOWHERE}
 * @param corruptAt position in the stream of the byte to change, or {@link #NOWHERE}
 * @param corruptTo the value it gets, or -1 to flip all its bits
 * @param rewrite applied to each chunk, if not null
 */
record Rule(
        boolean stalled,
        boolean held,
        boolean cut,
        long delayNanos,
        long bytesPerSecond,
        long truncateAt,
        long corruptAt,
        int corruptTo,
        @Nullable UnaryOperator<byte[]> rewrite) {

    static final long NOWHERE = -1;

    static final Rule NONE = new Rule(false, false, false, 0, 0, NOWHERE, NOWHERE, -1, null);

    /** A change of a rule, given how many bytes have passed so far. */
    @FunctionalInterface
    interface Change {
        Rule apply(Rule rule, long passed);
    }

    Rule withStalled(boolean value) {
        return new Rule(value, held, cut, delayNanos, bytesPerSecond, truncateAt, corruptAt, corruptTo, rewrite);
    }

    Rule withHeld(boolean value) {
        return new Rule(stalled, value, cut, delayNanos, bytesPerSecond, truncateAt, corruptAt, corruptTo, rewrite);
    }

    Rule withCut() {
        return new Rule(stalled, held, true, delayNanos, bytesPerSecond, truncateAt, corruptAt, corruptTo, rewrite);
    }

    Rule withDelayNanos(long value) {
        return new Rule(stalled, held, cut, value, bytesPerSecond, truncateAt, corruptAt, corruptTo, rewrite);
    }

    Rule withBytesPerSecond(long value) {
        return new Rule(stalled, held, cut, delayNanos, value, truncateAt, corruptAt, corruptTo, rewrite);
    }

    Rule withTruncateAt(long value) {
        return new Rule(stalled, held, cut, delayNanos, bytesPerSecond, value, corruptAt, corruptTo, rewrite);
    }

    Rule withCorrupt(long position, int value) {
        return new Rule(stalled, held, cut, delayNanos, bytesPerSecond, truncateAt, position, value, rewrite);
    }

    Rule withRewrite(UnaryOperator<byte[]> value) {
        return new Rule(stalled, held, cut, delayNanos, bytesPerSecond, truncateAt, corruptAt, corruptTo, value);
    }
}
