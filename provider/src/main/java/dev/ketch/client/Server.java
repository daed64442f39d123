// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** One server of the ring, known by the name under which it was configured. Thread-safe. */
public interface Server {
    /** The name as configured, {@code host:port}; never the resolved address. */
    String name();
}
