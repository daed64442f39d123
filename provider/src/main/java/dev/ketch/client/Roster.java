// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Deadlines;
import dev.ketch.client.net.Endpoint;
import dev.ketch.client.ring.Continuum;
import dev.ketch.client.server.ServerCare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a client: which of them owns a key, what is known of each, and what was not written there.
 *
 * <p>Thread-safe. The list of servers is changed by one thread at a time and is published whole; whoever routes a call
 * takes the list of that moment, and a server that is removed goes on taking calls as long as such calls are under way.
 */
final class Roster implements ServerOperations, ServerMemory {
    private static final System.Logger LOGGER = System.getLogger(MemcachedClient.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration LONGEST_POLL = Duration.ofDays(1);

    private final ClientSettings settings;
    private final Deadlines deadlines;
    private final ServerCare.Rules rules;
    private final Consumer<Runnable> delivery;
    private final Departures departures;
    private final KnownFences fences = new KnownFences();
    private final List<Consumer<? super ServerEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super RingEvent>> ringListeners = new CopyOnWriteArrayList<>();

    /** Held while the list is changed, and by whoever must not miss that. */
    private final ReentrantLock changing = new ReentrantLock();

    /** Written under {@code changing}. */
    private volatile Topology topology;

    // Guarded by changing.
    private @Nullable ServerWatch watch;
    private boolean closed;

    /** @param delivery runs what listeners do */
    Roster(ClientSettings settings, Deadlines deadlines, Consumer<Runnable> delivery) {
        // First, as it refuses bad settings: nothing is running yet that would have to be ended.
        Continuum ring = Topology.ring(settings.servers(), settings.ring());
        this.settings = settings;
        this.deadlines = deadlines;
        this.delivery = delivery;
        this.departures = new Departures(settings.timeout());
        this.rules = new ServerCare.Rules(
                settings.timeoutsUntilDown(), settings.firstProbe(), settings.longestProbe(), settings.journalLimit());
        this.topology = new Topology(
                settings.servers(),
                settings.servers().stream().map(this::server).toList(),
                ring,
                0);
    }

    private ConfiguredServer server(ClientSettings.Node node) {
        Consumer<ServerCare> returning =
                settings.onReturn() == OnReturn.CLEAR ? care -> fences.all().forEach(care::raise) : care -> {};
        return new ConfiguredServer(
                node.name(),
                this,
                server -> new ServerCare(server, endpoint(node), deadlines, rules, this::changed, returning));
    }

    private Endpoint endpoint(ClientSettings.Node node) {
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
                settings.trust(),
                settings.quarantine());
    }

    List<Server> servers() {
        return topology.servers();
    }

    long version() {
        return topology.version();
    }

    /** Of all servers that may have something under way. */
    List<ServerCare> cares() {
        return Stream.concat(topology.configured().stream().map(ConfiguredServer::care), departures.leaving().stream())
                .toList();
    }

    /** The server that owns a key. Does not allocate. */
    Server ownerOf(byte[] key) {
        return topology.ownerOf(key);
    }

    /**
     * What is known of a server, also of one that was removed.
     *
     * @throws IllegalArgumentException if the server is another client's
     */
    ServerCare care(Server server) {
        if (server instanceof ConfiguredServer ours && ours.isOf(this)) {
            return ours.care();
        }
        throw new IllegalArgumentException("server [" + server.name() + "] is none of this client's " + servers());
    }

    @Override
    public boolean changeServers(List<ClientSettings.Node> servers) {
        List<ClientSettings.Node> nodes = List.copyOf(servers);
        Continuum ring = Topology.ring(nodes, settings.ring());
        changing.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the client of the servers " + servers() + " is closed");
            }
            Topology before = topology;
            if (before.nodes().equals(nodes)) {
                return false;
            }
            Map<String, ConfiguredServer> known = new HashMap<>();
            before.configured().forEach(server -> known.put(server.name(), server));
            List<ConfiguredServer> listed = new ArrayList<>();
            for (ClientSettings.Node node : nodes) {
                ConfiguredServer same = known.remove(node.name());
                if (same == null) {
                    same = departures.recall(node.name());
                }
                listed.add(same == null ? server(node) : same);
            }
            Topology after = new Topology(nodes, listed, ring, before.version() + 1);
            List<ConfiguredServer> cleared =
                    settings.onRingChange() == OnRingChange.CLEAR ? after.gainersSince(before) : List.of();
            boolean done = false;
            try {
                fences.raiseOn(cleared);
                topology = after;
                known.values().forEach(departures::add);
                done = true;
            } finally {
                if (!done) {
                    listed.stream()
                            .filter(s -> !before.configured().contains(s))
                            .forEach(departures::add);
                }
            }
            announce(new RingEvent(before.servers(), after.servers(), List.copyOf(cleared), Instant.now()));
            return true;
        } finally {
            changing.unlock();
        }
    }

    private void announce(RingEvent event) {
        List<Server> added = new ArrayList<>(event.after());
        added.removeAll(event.before());
        List<Server> removed = new ArrayList<>(event.before());
        removed.removeAll(event.after());
        LOGGER.log(
                System.Logger.Level.INFO,
                "the list of servers is now "
                        + topology.nodes().stream()
                                .map(ClientSettings.Node::text)
                                .toList() + ": added " + added + ", removed " + removed + ", caches are cleared on "
                        + event.cleared());
        for (Consumer<? super RingEvent> listener : ringListeners) {
            delivery.accept(() -> listener.accept(event));
        }
    }

    @Override
    public List<ClientSettings.Node> nodes() {
        return topology.nodes();
    }

    @Override
    public void followServers(ServerSource source, Duration every) {
        Objects.requireNonNull(source, "source");
        if (every.isNegative() || every.isZero() || every.compareTo(LONGEST_POLL) > 0) {
            throw new IllegalArgumentException("a list of servers cannot be looked at every [" + every
                    + "]: above 0, and at most " + LONGEST_POLL);
        }
        changing.lock();
        try {
            if (watch != null) {
                watch.close();
            }
            if (!closed) {
                watch = new ServerWatch(source, every, this::followed);
                watch.start();
            }
        } finally {
            changing.unlock();
        }
    }

    private void followed(ServerWatch by, List<ClientSettings.Node> list) {
        changing.lock();
        try {
            // Another may have been followed since it was read.
            if (by == watch && !closed) {
                changeServers(list);
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void rereadServers() {
        ServerWatch current;
        changing.lock();
        try {
            current = watch;
        } finally {
            changing.unlock();
        }
        if (current != null) {
            current.readNow();
        }
    }

    /** From now on the list stays as it is. */
    void beginClosing() {
        changing.lock();
        try {
            closed = true;
            if (watch != null) {
                watch.close();
            }
        } finally {
            changing.unlock();
        }
    }

    /** Ends it all. */
    void close() {
        topology.configured().forEach(server -> server.care().close());
        departures.close();
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
            delivery.accept(() -> listener.accept(event));
        }
    }

    private static void log(ServerEvent event) {
        LOGGER.log(
                level(event),
                "server [" + event.server().name() + "]: " + event.from() + " -> " + event.to() + ": "
                        + event.reason());
    }

    private static System.Logger.Level level(ServerEvent event) {
        if (event.from() == ServerState.NEW && event.to() == ServerState.UP) {
            return System.Logger.Level.DEBUG;
        }
        return event.to().admitsCalls() || event.to() == ServerState.REMOVED
                ? System.Logger.Level.INFO
                : System.Logger.Level.WARNING;
    }

    @Override
    public ServerStatus status(Server server) {
        return care(server).status();
    }

    @Override
    public ServerState state(Server server) {
        return care(server).state();
    }

    @Override
    public boolean isDoubtful(Server server, byte[] key, Fence fence) {
        return care(server).covers(key, fence);
    }

    @Override
    public void dropped(Server server, byte[] key, Fence fence) {
        care(server).dropped(key, fence);
    }

    @Override
    public long losses(Server server) {
        return care(server).losses();
    }

    @Override
    public void raise(Server server, Fence fence) {
        care(server).raise(fence);
    }

    @Override
    public void protect(Fence fence) {
        // A change of the ring that does not know of it yet must not come about behind its owner's back.
        changing.lock();
        try {
            fences.add(fence);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void release(Fence fence) {
        fences.remove(fence);
    }

    @Override
    public void markOffline(Server server) {
        care(server).markOffline();
    }

    @Override
    public void raiseAll(Server server) {
        fences.all().forEach(care(server)::raise);
    }

    @Override
    public void repair(Server server) {
        care(server).repair();
    }

    @Override
    public void markOnline(Server server) {
        care(server).markOnline();
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
    public void addRingListener(Consumer<? super RingEvent> listener) {
        ringListeners.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeRingListener(Consumer<? super RingEvent> listener) {
        ringListeners.remove(listener);
    }
}
