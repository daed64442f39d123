// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.io.IOException;

/** What came from the server is not the protocol that was expected; the connection is of no more use. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean connectionLimit;

    public ProtocolException(String message) {
        this(message, false);
    }

    ProtocolException(String message, boolean connectionLimit) {
        super(message);
        this.connectionLimit = connectionLimit;
    }

    /** Whether the server refused this connection because it has as many as it admits. */
    public boolean isConnectionLimit() {
        return connectionLimit;
    }
}
