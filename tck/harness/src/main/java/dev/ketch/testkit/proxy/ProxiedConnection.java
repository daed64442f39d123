// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A client's connection, the one to the server that belongs to it, and the pumps between them. */
final class ProxiedConnection {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final FaultProxy proxy;
    private final Socket client;
    /** Null for a connection that is accepted and ignored. */
    private final @Nullable Socket server;

    private final Map<Direction, Pump> pumps = new EnumMap<>(Direction.class);
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by lock. */
    private final Set<Direction> ended = EnumSet.noneOf(Direction.class);

    ProxiedConnection(FaultProxy proxy, Socket client, boolean ignored, Map<Direction, Rule> rules) {
        this.proxy = proxy;
        this.client = client;
        this.server = ignored ? null : new Socket();
        rules.forEach((direction, rule) -> pumps.put(direction, new Pump(direction, this, rule)));
    }

    boolean isIgnored() {
        return server == null;
    }

    /** Connects and starts the threads. */
    void start(InetSocketAddress target, int number) {
        daemon(number, "connect", () -> run(target, number));
    }

    private void run(InetSocketAddress target, int number) {
        Pump toServer = pump(Direction.TO_SERVER);
        Pump toClient = pump(Direction.TO_CLIENT);
        try {
            client.setTcpNoDelay(true);
            if (server == null) {
                swallow();
                return;
            }
            server.connect(target, CONNECT_TIMEOUT_MILLIS);
            server.setTcpNoDelay(true);
            var fromClient = client.getInputStream();
            var fromServer = server.getInputStream();
            var intoClient = client.getOutputStream();
            var intoServer = server.getOutputStream();
            daemon(number, "from server", () -> toClient.read(fromServer));
            daemon(number, "to server", () -> toServer.write(intoServer));
            daemon(number, "to client", () -> toClient.write(intoClient));
            toServer.read(fromClient);
        } catch (IOException notConnected) {
            // As near as a proxy gets to "connection refused".
            reset();
        }
    }

    /** Reads and drops until the client ends it. */
    private void swallow() {
        byte[] buffer = new byte[4096];
        try {
            int count;
            while ((count = client.getInputStream().read(buffer)) >= 0) {
                count(Direction.TO_SERVER, count);
            }
            close();
        } catch (IOException e) {
            close();
        }
    }

    private static void daemon(int number, String job, Runnable body) {
        Thread thread = new Thread(body, "fault-proxy-" + number + " " + job);
        thread.setDaemon(true);
        thread.start();
    }

    private Pump pump(Direction direction) {
        Pump pump = pumps.get(direction);
        if (pump == null) {
            throw new IllegalStateException("no pump [" + direction + "]");
        }
        return pump;
    }

    void change(Direction direction, Rule.Change change) {
        pump(direction).change(change);
    }

    void count(Direction direction, int bytes) {
        proxy.count(direction, bytes);
    }

    /** Tells the receiver of this direction that nothing more comes. */
    void shutdown(Direction direction) {
        Socket receiver = direction == Direction.TO_CLIENT ? client : server;
        try {
            if (receiver != null) {
                receiver.shutdownOutput();
            }
        } catch (IOException alreadyGone) {
            // Then it knows.
        }
    }

    /** Called when a direction has delivered all it ever will. */
    void ended(Direction direction) {
        boolean both;
        lock.lock();
        try {
            ended.add(direction);
            both = ended.size() == Direction.values().length;
        } finally {
            lock.unlock();
        }
        if (both) {
            close();
        }
    }

    /** Closes both sockets; a FIN for who has sent nothing that is unread, otherwise the kernel makes it a reset. */
    void close() {
        pumps.values().forEach(Pump::close);
        closeQuietly(client);
        closeQuietly(server);
        proxy.forget(this);
    }

    /** Closes both sockets with RST. */
    void reset() {
        linger(client);
        linger(server);
        close();
    }

    private static void linger(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException alreadyClosed) {
            // Nothing left to reset.
        }
    }

    private static void closeQuietly(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            System.getLogger(ProxiedConnection.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a socket of the proxy failed", e);
        }
    }
}
