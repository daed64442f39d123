// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** A server's keys could not be listed. */
public class ListingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean supported;

    /** @param supported whether this server can list keys at all, so that another try may succeed */
    public ListingException(String message, boolean supported) {
        super(message);
        this.supported = supported;
    }

    /** Whether this server can list keys at all. */
    public boolean isSupported() {
        return supported;
    }
}
