// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server file cannot be used; the message names the file, the line and its text, and says what to write instead. */
public final class ServerFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ServerFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
