// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.ring.Placement;
import dev.ketch.client.ring.RingMember;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know. Immutable; {@link #builder} makes one.
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
 * @param trust how long a connection of a caller's own may have been idle for a call to use it without asking for a sign
 *     of life first
 * @param quarantine how long a connection is kept, unused, on which the server left commands unanswered
 * @param timeoutsUntilDown so many connections in a row on which nothing came for a timeout take a server down
 * @param firstProbe pause before a server that is down is probed; each further pause is twice as long
 * @param longestProbe longest pause between probes
 * @param journalLimit how many keys are remembered for a server that are to be deleted there
 * @param onReturn what is done to a server that comes back
 * @param onRingChange what is done to a server that gains keys when the list of servers changes
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
        long maxQueuedBytes,
        Duration trust,
        Duration quarantine,
        int timeoutsUntilDown,
        Duration firstProbe,
        Duration longestProbe,
        int journalLimit,
        OnReturn onReturn,
        OnRingChange onRingChange) {
    /**
     * A server as configured.
     *
     * @param host name or literal address, without brackets
     * @param port TCP port, 1 to 65535
     * @param weight share of the ring, at least 1
     */
    public record Node(String host, int port, int weight) {
        public Node {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "server [" + host + "] has port [" + port + "]: a port is from 1 to 65535");
            }
            if (weight < 1) {
                throw new IllegalArgumentException(
                        "server [" + host + ":" + port + "] has weight [" + weight + "]: a weight is from 1");
            }
        }

        /** The name, followed by the weight where that is not 1, as the option {@code servers} has it. */
        public String text() {
            return weight == 1 ? name() : name() + ":" + weight;
        }

        /** {@code host:port}, with an IPv6 address in brackets. */
        public String name() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }

        // By hand: JDK 17 keeps the class loader of a record for ever once it has compared two by what it makes itself.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Node o && host.equals(o.host) && port == o.port && weight == o.weight;
        }

        @Override
        public int hashCode() {
            return Objects.hash(host, port, weight);
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

    /** The defaults, for these servers. */
    public static ClientSettings of(List<Node> servers) {
        return builder(servers).build();
    }

    /** A builder that has the defaults. */
    public static Builder builder(List<Node> servers) {
        return new Builder(servers);
    }

    /** A builder that has these settings. */
    public Builder toBuilder() {
        return new Builder(servers)
                .ring(ring)
                .timeout(timeout)
                .connectTimeout(connectTimeout)
                .listTimeout(listTimeout)
                .directConnections(directConnections)
                .batchesInFlight(batchesInFlight)
                .maxQueuedOperations(maxQueuedOperations)
                .maxQueuedBytes(maxQueuedBytes)
                .trust(trust)
                .quarantine(quarantine)
                .timeoutsUntilDown(timeoutsUntilDown)
                .firstProbe(firstProbe)
                .longestProbe(longestProbe)
                .journalLimit(journalLimit)
                .onReturn(onReturn)
                .onRingChange(onRingChange);
    }

    /** Gathers settings, each as described at the components of {@link ClientSettings}. Not thread-safe. */
    public static final class Builder {
        private final List<Node> servers;
        private Placement ring = Placement.LIBMEMCACHED;
        private Duration timeout = Duration.ofSeconds(1);
        private Duration connectTimeout = Duration.ofSeconds(1);
        private Duration listTimeout = Duration.ofMinutes(2);
        private int directConnections = 2;
        private int batchesInFlight = 4;
        private int maxQueuedOperations = 65_536;
        private long maxQueuedBytes = 64L << 20;
        private Duration trust = Duration.ofSeconds(1);
        private Duration quarantine = Duration.ofSeconds(30);
        private int timeoutsUntilDown = 3;
        private Duration firstProbe = Duration.ofMillis(100);
        private Duration longestProbe = Duration.ofSeconds(2);
        private int journalLimit = 100_000;
        private OnReturn onReturn = OnReturn.REPAIR;
        private OnRingChange onRingChange = OnRingChange.CLEAR;

        private Builder(List<Node> servers) {
            this.servers = servers;
        }

        public Builder ring(Placement ring) {
            this.ring = ring;
            return this;
        }

        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
            return this;
        }

        public Builder listTimeout(Duration listTimeout) {
            this.listTimeout = listTimeout;
            return this;
        }

        public Builder directConnections(int directConnections) {
            this.directConnections = directConnections;
            return this;
        }

        public Builder batchesInFlight(int batchesInFlight) {
            this.batchesInFlight = batchesInFlight;
            return this;
        }

        public Builder maxQueuedOperations(int maxQueuedOperations) {
            this.maxQueuedOperations = maxQueuedOperations;
            return this;
        }

        public Builder maxQueuedBytes(long maxQueuedBytes) {
            this.maxQueuedBytes = maxQueuedBytes;
            return this;
        }

        public Builder trust(Duration trust) {
            this.trust = trust;
            return this;
        }

        public Builder quarantine(Duration quarantine) {
            this.quarantine = quarantine;
            return this;
        }

        public Builder timeoutsUntilDown(int timeoutsUntilDown) {
            this.timeoutsUntilDown = timeoutsUntilDown;
            return this;
        }

        public Builder firstProbe(Duration firstProbe) {
            this.firstProbe = firstProbe;
            return this;
        }

        public Builder longestProbe(Duration longestProbe) {
            this.longestProbe = longestProbe;
            return this;
        }

        public Builder journalLimit(int journalLimit) {
            this.journalLimit = journalLimit;
            return this;
        }

        public Builder onReturn(OnReturn onReturn) {
            this.onReturn = onReturn;
            return this;
        }

        public Builder onRingChange(OnRingChange onRingChange) {
            this.onRingChange = onRingChange;
            return this;
        }

        public ClientSettings build() {
            return new ClientSettings(
                    servers,
                    ring,
                    timeout,
                    connectTimeout,
                    listTimeout,
                    directConnections,
                    batchesInFlight,
                    maxQueuedOperations,
                    maxQueuedBytes,
                    trust,
                    quarantine,
                    timeoutsUntilDown,
                    firstProbe,
                    longestProbe,
                    journalLimit,
                    onReturn,
                    onRingChange);
        }
    }
}
