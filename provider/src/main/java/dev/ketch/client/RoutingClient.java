// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Completions;
import dev.ketch.client.net.Deadlines;
import dev.ketch.client.net.Endpoint;
import dev.ketch.client.net.MetadumpListing;
import dev.ketch.client.net.ServerTransport;
import dev.ketch.client.net.Transport;
import dev.ketch.client.ring.Continuum;
import dev.ketch.client.ring.Placement;
import dev.ketch.client.ring.RingMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Routes exchanges by the ring to one transport a server. */
final class RoutingClient implements MemcachedClient {
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final List<Server> servers;
    private final List<Endpoint> endpoints;
    private final List<Transport> transports;
    private final Continuum ring;
    private final Deadlines deadlines;
    private final Completions completions = new Completions();
    private final Set<MetadumpListing> listings = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RoutingClient(ClientSettings settings) {
        this.deadlines = new Deadlines(settings.timeout());
        List<Server> named = new ArrayList<>();
        List<Endpoint> ends = new ArrayList<>();
        List<Transport> carriers = new ArrayList<>();
        List<RingMember> members = new ArrayList<>();
        for (ClientSettings.Node node : settings.servers()) {
            Endpoint endpoint = endpoint(node, settings);
            named.add(new ConfiguredServer(node.name(), named.size()));
            ends.add(endpoint);
            carriers.add(new ServerTransport(endpoint, deadlines));
            members.add(new RingMember(node.host(), node.port(), node.weight()));
        }
        this.servers = List.copyOf(named);
        this.endpoints = List.copyOf(ends);
        this.transports = List.copyOf(carriers);
        this.ring = Continuum.of(members, Placement.LIBMEMCACHED);
    }

    private static Endpoint endpoint(ClientSettings.Node node, ClientSettings settings) {
        return new Endpoint(
                node.name(),
                node.host(),
                node.port(),
                settings.timeout(),
                settings.connectTimeout(),
                settings.listTimeout(),
                settings.directConnections(),
                settings.batchesInFlight(),
                settings.maxQueuedOperations(),
                settings.maxQueuedBytes(),
                IDLE);
    }

    @Override
    public Server serverOf(byte[] key) {
        return servers.get(servers.size() == 1 ? 0 : ring.ownerOf(key));
    }

    @Override
    public List<Server> servers() {
        return servers;
    }

    private Transport transport(Server server) {
        int index = server.index();
        if (index < 0 || index >= servers.size() || servers.get(index) != server) {
            throw new IllegalArgumentException("server [" + server.name() + "] is none of this client's " + servers);
        }
        return transports.get(index);
    }

    @Override
    public void run(Exchange exchange) {
        transport(exchange.server()).run(exchange);
    }

    @Override
    public void runAll(Collection<Exchange> exchanges) {
        if (exchanges.size() == 1) {
            exchanges.forEach(this::run);
            return;
        }
        Map<Server, List<Exchange>> byServer = new LinkedHashMap<>();
        for (Exchange exchange : exchanges) {
            transport(exchange.server());
            byServer.computeIfAbsent(exchange.server(), s -> new ArrayList<>()).add(exchange);
        }
        BatchRun run = new BatchRun();
        Exchange own = null;
        for (Map.Entry<Server, List<Exchange>> entry : byServer.entrySet()) {
            if (own == null && entry.getValue().size() == 1) {
                own = entry.getValue().get(0);
            } else {
                run.add(transport(entry.getKey()), entry.getValue());
            }
        }
        if (own != null) {
            // By the caller itself, once the other servers have something to do.
            run(own);
        }
        run.await();
    }

    @Override
    public CompletionStage<Exchange> start(Exchange exchange) {
        CompletableFuture<Exchange> stage = new CompletableFuture<>();
        transport(exchange.server()).start(exchange, ended -> completions.deliver(() -> stage.complete(ended)));
        return stage;
    }

    @Override
    public ServerLimits limits(Server server) {
        return transport(server).limits();
    }

    @Override
    public KeyListing list(Server server, byte[] prefix) {
        transport(server);
        MetadumpListing listing = MetadumpListing.open(endpoints.get(server.index()), prefix, listings);
        if (closed) {
            listing.close();
        }
        return listing;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        transports.forEach(Transport::close);
        listings.forEach(MetadumpListing::close);
        deadlines.close();
        completions.close();
    }
}
