// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.ring.Placement;
import dev.ketch.client.ring.RingMember;
import java.time.Duration;
import java.util.List;

/**
 * What a client needs to know. Immutable.
 *
 * @param servers the servers in order, at least one
 * @param ring how keys are placed on them
 * @param timeout how long an exchange may take at most
 * @param connectTimeout how long a connection may take to be made and greeted
 * @param listTimeout how long the listing of one server's keys may take
 * @param directConnections D: as long as no more calls than this are under way to a server, each uses a connection of
 *     its own
 * @param batchesInFlight K: how many packets may be unanswered on the shared connection
 * @param maxQueuedOperations bound of the requests that wait or are under way for one server
 * @param maxQueuedBytes bound of their bytes
 */
public record ClientSettings(
        List<Node> servers,
        Placement ring,
        Duration timeout,
        Duration connectTimeout,
        Duration listTimeout,
        int directConnections,
        int batchesInFlight,
        int maxQueuedOperations,
        long maxQueuedBytes) {
    /**
     * A server as configured.
     *
     * @param host name or literal address, without brackets
     * @param port TCP port, 1 to 65535
     * @param weight share of the ring, at least 1
     */
    public record Node(String host, int port, int weight) {
        /** {@code host:port}, with an IPv6 address in brackets. */
        public String name() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }

        /** The server as the ring sees it. */
        public RingMember member() {
            return new RingMember(host, port, weight);
        }
    }

    public ClientSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("at least one server is needed");
        }
    }

    /** Settings with the default ring, {@link Placement#LIBMEMCACHED}. */
    public ClientSettings(
            List<Node> servers,
            Duration timeout,
            Duration connectTimeout,
            Duration listTimeout,
            int directConnections,
            int batchesInFlight,
            int maxQueuedOperations,
            long maxQueuedBytes) {
        this(
                servers,
                Placement.LIBMEMCACHED,
                timeout,
                connectTimeout,
                listTimeout,
                directConnections,
                batchesInFlight,
                maxQueuedOperations,
                maxQueuedBytes);
    }

    public static ClientSettings of(List<Node> servers) {
        return new ClientSettings(
                servers, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(2), 4, 4, 65_536, 64L << 20);
    }
}
