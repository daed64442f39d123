// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Completions;
import dev.ketch.client.net.Deadlines;
import dev.ketch.client.net.Endpoint;
import dev.ketch.client.net.MetadumpListing;
import dev.ketch.client.net.Transport;
import dev.ketch.client.ring.Continuum;
import dev.ketch.client.server.ServerCare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Routes exchanges by the ring to one transport a server. */
final class RoutingClient implements Carrier {
    private static final System.Logger LOGGER = System.getLogger(MemcachedClient.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);
    private static final long DRAIN_LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final List<Server> servers;
    private final List<Endpoint> endpoints;
    private final List<Transport> transports;
    private final List<ServerCare> cares;
    /** With the number of those who have made each known. */
    private final Map<Fence, Integer> fences = new ConcurrentHashMap<>();

    private final List<Consumer<? super ServerEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Continuum ring;
    private final Deadlines deadlines;
    private final Completions completions = new Completions();
    private final Set<MetadumpListing> listings = ConcurrentHashMap.newKeySet();
    private final Backlog backlog;
    private final Duration timeout;

    /** Batches under way, so that closing does not mistake the moment between two exchanges for their end. */
    private final AtomicInteger batches = new AtomicInteger();

    /** Nothing new is begun. */
    private final AtomicBoolean closing = new AtomicBoolean();

    /** All connections are closed, or about to be. */
    private volatile boolean closed;

    RoutingClient(ClientSettings settings) {
        // First, as it refuses bad settings: nothing is running yet that would have to be ended.
        this.ring = Continuum.of(
                settings.servers().stream().map(ClientSettings.Node::member).toList(), settings.ring());
        this.timeout = settings.timeout();
        this.deadlines = new Deadlines(timeout);
        int count = settings.servers().size();
        this.backlog = new Backlog((long) count * settings.maxQueuedOperations(), count * settings.maxQueuedBytes());
        List<Server> named = new ArrayList<>();
        List<Endpoint> ends = new ArrayList<>();
        List<ServerCare> cared = new ArrayList<>();
        ServerCare.Rules rules = new ServerCare.Rules(
                settings.timeoutsUntilDown(), settings.firstProbe(), settings.longestProbe(), settings.journalLimit());
        Consumer<ServerCare> returning =
                settings.onReturn() == OnReturn.CLEAR ? care -> fences.keySet().forEach(care::raise) : care -> {};
        for (ClientSettings.Node node : settings.servers()) {
            Endpoint endpoint = endpoint(node, settings);
            Server server = new ConfiguredServer(node.name(), named.size());
            named.add(server);
            ends.add(endpoint);
            cared.add(new ServerCare(server, endpoint, deadlines, rules, this::changed, returning));
        }
        this.servers = List.copyOf(named);
        this.endpoints = List.copyOf(ends);
        this.cares = List.copyOf(cared);
        this.transports = cared.stream().map(ServerCare::transport).toList();
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
                IDLE,
                settings.quarantine());
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

    private ServerCare care(Server server) {
        return cares.get(server.index());
    }

    private ServerCare checked(Server server) {
        transport(server);
        return care(server);
    }

    /** A server has changed its state: says so in the log, and to listeners on the thread that completes stages. */
    private void changed(ServerEvent event) {
        try {
            log(event);
        } catch (RuntimeException e) {
            // A logger that fails must not keep a server from changing its state.
            Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), e);
        }
        for (Consumer<? super ServerEvent> listener : listeners) {
            deliver(() -> listener.accept(event));
        }
    }

    private static void log(ServerEvent event) {
        LOGGER.log(
                event.from() == ServerState.NEW && event.to() == ServerState.UP
                        ? System.Logger.Level.DEBUG
                        : event.to().admitsCalls() ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                "server [" + event.server().name() + "]: " + event.from() + " -> " + event.to() + ": "
                        + event.reason());
    }

    @Override
    public ServerStatus status(Server server) {
        return checked(server).status();
    }

    @Override
    public boolean isDoubtful(Server server, byte[] key, Fence fence) {
        return care(server).covers(key, fence);
    }

    @Override
    public void dropped(Server server, byte[] key, Fence fence) {
        checked(server).dropped(key, fence);
    }

    @Override
    public void raise(Server server, Fence fence) {
        checked(server).raise(fence);
    }

    @Override
    public void protect(Fence fence) {
        fences.merge(fence, 1, Integer::sum);
    }

    @Override
    public void release(Fence fence) {
        fences.computeIfPresent(fence, (known, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void markOffline(Server server) {
        checked(server).markOffline();
    }

    @Override
    public void raiseAll(Server server) {
        ServerCare care = checked(server);
        fences.keySet().forEach(care::raise);
    }

    @Override
    public void repair(Server server) {
        checked(server).repair();
    }

    @Override
    public void markOnline(Server server) {
        checked(server).markOnline();
    }

    @Override
    public void addListener(Consumer<? super ServerEvent> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeListener(Consumer<? super ServerEvent> listener) {
        listeners.remove(listener);
    }

    @Override
    public void run(Exchange exchange) {
        Transport transport = transport(exchange.server());
        if (closing.get()) {
            exchange.end(Outcome.DISCONNECTED, null, transport.closed());
        } else {
            try {
                transport.run(exchange);
            } catch (RuntimeException | Error e) {
                care(exchange.server()).torn(exchange);
                throw e;
            }
            care(exchange.server()).ended(exchange);
        }
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
        batches.incrementAndGet();
        try {
            if (closing.get()) {
                exchanges.forEach(x -> x.end(Outcome.DISCONNECTED, null, closedProblem(x.server())));
            } else {
                runAll(byServer);
                exchanges.forEach(x -> care(x.server()).ended(x));
            }
        } finally {
            batches.decrementAndGet();
        }
    }

    private void runAll(Map<Server, List<Exchange>> byServer) {
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
            transport(own.server()).run(own);
        }
        run.await();
    }

    @Override
    public CompletionStage<Exchange> start(Exchange exchange) {
        CompletableFuture<Exchange> stage = new CompletableFuture<>();
        if (!offer(exchange, false, stage::complete)) {
            exchange.end(Outcome.OVERLOADED, null, overloadedProblem(exchange.server()));
            stage.complete(exchange);
        }
        return stage;
    }

    @Override
    public boolean offer(Exchange exchange, boolean begun, Consumer<Exchange> ended) {
        Transport transport = transport(exchange.server());
        if (!backlog.enter(exchange)) {
            return false;
        }
        if (closing.get() && !begun) {
            exchange.end(Outcome.DISCONNECTED, null, transport.closed());
            tell(exchange, ended);
        } else if (!transport.offer(exchange, x -> tell(x, ended))) {
            backlog.leave(exchange, 0);
            return false;
        }
        return true;
    }

    private void tell(Exchange exchange, Consumer<Exchange> ended) {
        care(exchange.server()).ended(exchange);
        long arrived = backlog.arrived(exchange);
        deliver(() -> {
            // Before the listener runs, which may close the client, which waits for what is left.
            backlog.leave(exchange, arrived);
            ended.accept(exchange);
        });
    }

    @Override
    public void deliver(Runnable task) {
        completions.deliver(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // The thread serves all stages of the client, so nothing may end it.
                LOGGER.log(System.Logger.Level.WARNING, "what hangs on a stage of a memcached client failed", e);
            }
        });
    }

    @Override
    public void batch(int change) {
        batches.addAndGet(change);
    }

    @Override
    public String closedProblem(Server server) {
        return transport(server).closed();
    }

    @Override
    public String overloadedProblem(Server server) {
        return transport(server).overloaded();
    }

    @Override
    public String abandonedProblem(Server server, String cause) {
        return transport(server).abandoned(cause);
    }

    @Override
    public boolean wasReached(Server server) {
        return transport(server).wasReached();
    }

    @Override
    public boolean isUsable() {
        return !closing.get()
                && cares.stream().anyMatch(care -> care.status().state().admitsCalls());
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
        return closing.get();
    }

    @Override
    public void close() {
        close(timeout);
    }

    @Override
    public void close(Duration drain) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        drain(drain);
        closed = true;
        transports.forEach(Transport::close);
        cares.forEach(ServerCare::close);
        listings.forEach(MetadumpListing::close);
        deadlines.close();
        completions.close();
    }

    private void drain(Duration patience) {
        long deadline =
                System.nanoTime() + (patience.compareTo(LONGEST_DRAIN) < 0 ? patience : LONGEST_DRAIN).toNanos();
        boolean onCompletions = completions.isCurrentThread();
        while (isBusy(onCompletions) && System.nanoTime() - deadline < 0) {
            // Who closes comes here once in a client's life: looking is cheaper than every call telling its end.
            LockSupport.parkNanos(this, DRAIN_LOOK_NANOS);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether something is under way that may end; stages do not complete while their own thread waits here. */
    private boolean isBusy(boolean onCompletions) {
        if (onCompletions) {
            return transports.stream().anyMatch(t -> t.underWay() > 0);
        }
        return batches.get() > 0 || !backlog.isEmpty() || transports.stream().anyMatch(t -> t.underWay() > 0);
    }
}
