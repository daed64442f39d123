// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** Makes clients. */
public final class MemcachedClients {
    private MemcachedClients() {}

    /** A client for the servers named. Connects to none of them yet. */
    public static MemcachedClient open(ClientSettings settings) {
        return new CommandClient(settings);
    }
}
