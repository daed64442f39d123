// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.ring.Continuum;
import dev.ketch.client.ring.Placement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The servers as they are listed at a moment, and which of them owns which keys. Immutable. */
final class Topology {
    private final List<ClientSettings.Node> nodes;
    private final List<ConfiguredServer> servers;
    private final List<Server> shown;
    private final Continuum ring;
    private final long version;

    /** @param servers made for the nodes, in their order */
    Topology(List<ClientSettings.Node> nodes, List<ConfiguredServer> servers, Continuum ring, long version) {
        this.nodes = nodes;
        this.servers = List.copyOf(servers);
        this.shown = List.copyOf(servers);
        this.ring = ring;
        this.version = version;
    }

    /** @throws IllegalArgumentException if the placement does not take these nodes */
    static Continuum ring(List<ClientSettings.Node> nodes, Placement placement) {
        return Continuum.of(nodes.stream().map(ClientSettings.Node::member).toList(), placement);
    }

    /** One more than that of the topology before. */
    long version() {
        return version;
    }

    List<ClientSettings.Node> nodes() {
        return nodes;
    }

    /** The same as {@link #configured}, for who need not know more of them. */
    List<Server> servers() {
        return shown;
    }

    List<ConfiguredServer> configured() {
        return servers;
    }

    /** Does not allocate. */
    ConfiguredServer ownerOf(byte[] key) {
        return servers.get(servers.size() == 1 ? 0 : ring.ownerOf(key));
    }

    /** The servers that own keys here which were not theirs before. */
    List<ConfiguredServer> gainersSince(Topology before) {
        int[] earlier = servers.stream().mapToInt(before.servers::indexOf).toArray();
        BitSet gained = ring.gainersSince(before.ring, earlier);
        List<ConfiguredServer> gainers = new ArrayList<>();
        gained.stream().forEach(i -> gainers.add(servers.get(i)));
        return gainers;
    }
}
