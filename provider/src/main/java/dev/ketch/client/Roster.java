// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Deadlines;
import dev.ketch.client.net.Endpoint;
import dev.ketch.client.ring.Continuum;
import dev.ketch.client.server.ServerCare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The servers of a client: which of them owns a key, what is known of each, and what was not written there. Thread-safe. */
final class Roster implements ServerOperations, ServerMemory {
    private static final System.Logger LOGGER = System.getLogger(MemcachedClient.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final List<Server> servers;
    private final List<ServerCare> cares;
    private final Continuum ring;
    private final Consumer<Runnable> delivery;

    /** With the number of those who have made each known. */
    private final Map<Fence, Integer> fences = new ConcurrentHashMap<>();

    private final List<Consumer<? super ServerEvent>> listeners = new CopyOnWriteArrayList<>();

    /** @param delivery runs what listeners do */
    Roster(ClientSettings settings, Deadlines deadlines, Consumer<Runnable> delivery) {
        // First, as it refuses bad settings: nothing is running yet that would have to be ended.
        this.ring = Continuum.of(
                settings.servers().stream().map(ClientSettings.Node::member).toList(), settings.ring());
        this.delivery = delivery;
        ServerCare.Rules rules = new ServerCare.Rules(
                settings.timeoutsUntilDown(), settings.firstProbe(), settings.longestProbe(), settings.journalLimit());
        Consumer<ServerCare> returning = settings.onReturn() == OnReturn.CLEAR ? this::raiseAll : care -> {};
        List<Server> named = new ArrayList<>();
        List<ServerCare> cared = new ArrayList<>();
        for (ClientSettings.Node node : settings.servers()) {
            Server server = new ConfiguredServer(node.name(), named.size());
            named.add(server);
            cared.add(new ServerCare(server, endpoint(node, settings), deadlines, rules, this::changed, returning));
        }
        this.servers = List.copyOf(named);
        this.cares = List.copyOf(cared);
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

    List<Server> servers() {
        return servers;
    }

    List<ServerCare> cares() {
        return cares;
    }

    /** The server that owns a key. Does not allocate. */
    Server ownerOf(byte[] key) {
        return servers.get(servers.size() == 1 ? 0 : ring.ownerOf(key));
    }

    /** @throws IllegalArgumentException if the server is another client's */
    ServerCare care(Server server) {
        int index = server.index();
        if (index < 0 || index >= servers.size() || servers.get(index) != server) {
            throw new IllegalArgumentException("server [" + server.name() + "] is none of this client's " + servers);
        }
        return cares.get(index);
    }

    private void raiseAll(ServerCare care) {
        fences.keySet().forEach(care::raise);
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
                event.from() == ServerState.NEW && event.to() == ServerState.UP
                        ? System.Logger.Level.DEBUG
                        : event.to().admitsCalls() ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                "server [" + event.server().name() + "]: " + event.from() + " -> " + event.to() + ": "
                        + event.reason());
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
    public void raise(Server server, Fence fence) {
        care(server).raise(fence);
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
        care(server).markOffline();
    }

    @Override
    public void raiseAll(Server server) {
        raiseAll(care(server));
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
}
