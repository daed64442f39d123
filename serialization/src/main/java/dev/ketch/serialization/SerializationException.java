// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import org.jspecify.annotations.Nullable;

/** Thrown when a value or key cannot be turned into bytes, or bytes not into a value. */
public class SerializationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SerializationException(String message) {
        super(message);
    }

    public SerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
