// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import org.jspecify.annotations.Nullable;

/** The tool cannot do what it was asked for; the message is for its user. */
final class RingToolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean misused;

    private RingToolException(@Nullable String message, boolean misused) {
        super(message);
        this.misused = misused;
    }

    /** Arguments that make no sense. */
    static RingToolException badArgument(@Nullable String message) {
        return new RingToolException(message, true);
    }

    /** A file that cannot be read or understood. */
    static RingToolException badInput(@Nullable String message) {
        return new RingToolException(message, false);
    }

    /** Whether a reminder of the usage helps. */
    boolean isMisused() {
        return misused;
    }
}
