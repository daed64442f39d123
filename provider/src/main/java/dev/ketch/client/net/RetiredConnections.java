// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shared connections on which nothing is sent any more, each read by its thread until the server closes its side: it then
 * has done what it was sent, or is dead. Thread-safe.
 */
final class RetiredConnections {
    /** Each has a thread; beyond so many, those that have been here longest are given up. */
    private static final int LARGEST = 8;

    private final long patienceNanos;

    /** With the instants at which they came. */
    private final Map<SharedConnection, Long> connections = new ConcurrentHashMap<>();

    RetiredConnections(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    void add(SharedConnection connection) {
        connections.putIfAbsent(connection, System.nanoTime());
    }

    void remove(SharedConnection connection) {
        connections.remove(connection);
    }

    int size() {
        return connections.size();
    }

    /** The timer's look: ends calls whose deadline has passed, and connections that have been here too long. */
    void tick(long now, String problem) {
        connections.forEach((connection, since) -> {
            connection.expire(now, problem);
            if (now - since > patienceNanos || (connections.size() > LARGEST && isOldest(since))) {
                connection.close(problem);
            }
        });
    }

    private boolean isOldest(long since) {
        return connections.values().stream().noneMatch(other -> other - since < 0);
    }

    void close(String because) {
        connections.keySet().forEach(connection -> connection.close(because));
    }
}
