// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.time.Duration;

/**
 * A server to be connected to, and how.
 *
 * @param name the server's name for messages
 * @param host name or literal address
 * @param port TCP port
 * @param timeout how long an exchange may take
 * @param connectTimeout how long a connection may take to be made and greeted
 * @param listTimeout how long a listing of keys may take
 * @param directConnections most calls under way at which each uses a connection of its own
 * @param batchesInFlight most unanswered packets on the shared connection
 * @param maxQueuedOperations bound of the requests that wait or are under way
 * @param maxQueuedBytes bound of their bytes
 * @param idleTimeout after how long without use a connection is closed
 * @param trust how long a connection of a caller's own may have been idle for a call to use it without asking for a sign
 *     of life first
 * @param quarantine how long a connection is kept on which commands were left unanswered
 */
public record Endpoint(
        String name,
        String host,
        int port,
        Duration timeout,
        Duration connectTimeout,
        Duration listTimeout,
        int directConnections,
        int batchesInFlight,
        int maxQueuedOperations,
        long maxQueuedBytes,
        Duration idleTimeout,
        Duration trust,
        Duration quarantine) {}
