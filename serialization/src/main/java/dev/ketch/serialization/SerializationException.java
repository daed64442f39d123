// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import org.jspecify.annotations.Nullable;

/** Thrown when a value or key cannot be turned into bytes, or bytes not into a value. */
public class SerializationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Chains of causes may be circular, and are made by code that we do not know. */
    private static final int LONGEST_CHAIN = 1_000;

    public SerializationException(String message) {
        super(message);
    }

    public SerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns what a failed reading of stored bytes ends in: the refusal of a class, where that is the reason, however
     * deep it is wrapped; else an exception with the failure as its cause.
     */
    public static SerializationException unreadable(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) {
            if (cause instanceof ClassDeniedException denied) {
                return denied;
            }
            cause = cause.getCause();
        }
        if (failure instanceof SerializationException known) {
            return known;
        }
        return new SerializationException("stored bytes cannot be read: " + failure, failure);
    }
}
