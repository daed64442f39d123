// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import dev.ketch.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy before one server, on a port of its own, which disturbs the traffic when told to:
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to(server.host(), server.port())) {
 *     // let a client use proxy.address()
 *     proxy.all().stall(Direction.TO_CLIENT);           // requests arrive, answers do not
 *     proxy.future().truncate(Direction.TO_CLIENT, 30); // new connections break within the second answer
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p>Without faults it passes on what it reads, the end of a stream (half-close) and resets. Each client's connection has
 * its own to the server; if that cannot be made, the client's is reset.
 *
 * <p>Thread-safe. All threads are daemons and end with {@link #close}.
 */
public final class FaultProxy implements AutoCloseable {

    /** The bytes that a held or delayed direction of one connection keeps at most: 16 MB. */
    public static final int HOLD_LIMIT = 16 * 1024 * 1024;

    private static final int PORT_ATTEMPTS = 20;

    private final InetSocketAddress target;
    private final InetSocketAddress own;
    private final Traffic traffic = new Traffic();

    /** Held while the port is opened or closed; taken before {@link #lock}. */
    private final ReentrantLock portLock = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock:
    private final Set<ProxiedConnection> connections = new LinkedHashSet<>();
    private final Map<Direction, Rule> futureRules = new EnumMap<>(Direction.class);
    private @Nullable Listener listener;
    private boolean ignoring;
    private boolean closed;

    private FaultProxy(InetSocketAddress target, InetSocketAddress own) {
        this.target = target;
        this.own = own;
        for (Direction direction : Direction.values()) {
            futureRules.put(direction, Rule.NONE);
        }
    }

    /**
     * Starts a proxy before a server, which need not be there yet.
     *
     * @throws UncheckedIOException if it cannot listen
     */
    public static FaultProxy to(String host, int port) {
        for (int attempt = 1; ; attempt++) {
            try {
                return at("127.0.0.1", FreePort.find(), host, port);
            } catch (UncheckedIOException taken) {
                if (attempt == PORT_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /**
     * Starts a proxy on an address of choice, such as 127.0.0.2: clients that resolve one name to different addresses
     * then reach the same server, on the same port, by proxies of their own.
     *
     * @param ownHost a literal address of this machine
     * @param ownPort the port to listen on
     * @throws UncheckedIOException if it cannot listen there
     */
    public static FaultProxy at(String ownHost, int ownPort, String host, int port) {
        FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), new InetSocketAddress(ownHost, ownPort));
        proxy.accept();
        return proxy;
    }

    /** The address of the interface it listens on; 127.0.0.1 unless another was asked for. */
    public String host() {
        return own.getAddress().getHostAddress();
    }

    /** The port it listens on. */
    public int port() {
        return own.getPort();
    }

    /** Host and port as servers are written in configurations. */
    public String address() {
        return host() + ":" + port();
    }

    /** Faults for the open connections and all later ones. */
    public Faults all() {
        return new Faults(this, true, true);
    }

    /** Faults for the connections that are open now. */
    public Faults present() {
        return new Faults(this, true, false);
    }

    /** Faults for connections made from now on. */
    public Faults future() {
        return new Faults(this, false, true);
    }

    /** Closes all open connections, on both sides, with FIN. */
    public void cut() {
        snapshot().forEach(ProxiedConnection::close);
    }

    /** Closes all open connections, on both sides, with RST. */
    public void reset() {
        snapshot().forEach(ProxiedConnection::reset);
    }

    /** Refuses new connections: nobody listens on the port when this returns. Open connections go on. */
    public void refuse() {
        portLock.lock();
        try {
            Listener former;
            lock.lock();
            try {
                former = listener;
                listener = null;
            } finally {
                lock.unlock();
            }
            if (former != null) {
                former.close();
            }
        } finally {
            portLock.unlock();
        }
    }

    /**
     * Accepts new connections again and connects them to the server; undoes {@link #refuse} and {@link #ignore}.
     *
     * @throws UncheckedIOException if the port has been taken meanwhile
     */
    public void accept() {
        accept(false);
    }

    private void accept(boolean andIgnore) {
        portLock.lock();
        try {
            lock.lock();
            try {
                if (closed) {
                    throw new IllegalStateException("proxy [" + address() + "] is closed");
                }
                ignoring = andIgnore;
                if (listener == null) {
                    listener = Listener.start(own, this::accepted);
                }
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("proxy [" + address() + "] cannot listen again", e);
        } finally {
            portLock.unlock();
        }
    }

    /** Accepts new connections, reads from them and never answers; no connection to the server is made for them. */
    public void ignore() {
        accept(true);
    }

    /**
     * Removes every fault: passes on what is held, accepts again, and closes the connections that were accepted and
     * ignored, since they lead nowhere.
     */
    public void heal() {
        all().heal();
        accept();
        snapshot().stream().filter(ProxiedConnection::isIgnored).forEach(ProxiedConnection::close);
    }

    /** How many connections were accepted so far. */
    public long connections() {
        return traffic.connections();
    }

    /** How many connections are open: at least one of their directions has not ended. */
    public int openConnections() {
        return snapshot().size();
    }

    /** The bytes that arrived here in this direction, on all connections. They may not have been passed on. */
    public long bytes(Direction direction) {
        return traffic.bytes(direction);
    }

    /** The number of reads that gave those bytes; what was sent by one write of a small size is mostly one. */
    public long packets(Direction direction) {
        return traffic.packets(direction);
    }

    /**
     * Waits, for 20 s at most, until so many connections were accepted since the proxy was started.
     *
     * @throws IllegalStateException if they were not
     */
    public void awaitConnections(long number) {
        traffic.await(number + " connections to the proxy [" + address() + "]", () -> connections() >= number);
    }

    /**
     * Waits, for 20 s at most, until so many bytes arrived here in this direction since the proxy was started.
     *
     * @throws IllegalStateException if they did not
     */
    public void awaitBytes(Direction direction, long number) {
        traffic.await(
                number + " bytes " + direction + " at the proxy [" + address() + "]", () -> bytes(direction) >= number);
    }

    /** Closes all connections and the port. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        refuse();
        cut();
    }

    @Override
    public String toString() {
        return "proxy [" + address() + "] to [" + target + "]";
    }

    void change(Direction direction, Rule.Change change, boolean present, boolean future) {
        lock.lock();
        try {
            if (future) {
                futureRules.computeIfPresent(direction, (key, rule) -> change.apply(rule, 0));
            }
            if (present) {
                connections.forEach(connection -> connection.change(direction, change));
            }
        } finally {
            lock.unlock();
        }
    }

    void count(Direction direction, int bytes) {
        traffic.packet(direction, bytes);
    }

    void forget(ProxiedConnection connection) {
        lock.lock();
        try {
            connections.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    private List<ProxiedConnection> snapshot() {
        lock.lock();
        try {
            return List.copyOf(connections);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a connection that a listener has accepted. */
    private void accepted(Listener by, Socket client) {
        ProxiedConnection connection = null;
        lock.lock();
        try {
            // Accepted a moment before the port was closed: as if it had come later.
            if (listener == by) {
                connection = new ProxiedConnection(this, client, ignoring, futureRules);
                connections.add(connection);
            }
        } finally {
            lock.unlock();
        }
        if (connection == null) {
            Listener.refuse(client);
        } else {
            connection.start(target, (int) traffic.connection());
        }
    }
}
