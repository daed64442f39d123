// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import static dev.ketch.testkit.embedded.Counters.Counter;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes connections in and gives each a daemon thread; ends them all when the server closes. */
final class Acceptor implements Closeable {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** The stack of a connection's thread: the calls are shallow, the idle threads may be a thousand. */
    private static final long STACK_BYTES = 256 << 10;

    private final ServerSocket socket;
    private final InetSocketAddress address;
    private final ServerContext context;
    private final Thread thread;
    /** The open connections and their threads. Concurrent: each thread removes its own. */
    private final Map<Connection, Thread> connections = new ConcurrentHashMap<>();
    /** Volatile: set by close(), read by the accepting thread after it has added a connection. */
    private volatile boolean closed;

    Acceptor(ServerSocket socket, ServerContext context) {
        this.socket = socket;
        this.address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        this.context = context;
        this.thread = new Thread(this::acceptAll, "ketch-embedded-" + address.getPort());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    InetSocketAddress address() {
        return address;
    }

    private void acceptAll() {
        while (!closed) {
            try {
                accept(socket.accept());
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
                // A client that was gone before it was accepted, or no file descriptor is left: then do not spin.
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    private void accept(Socket client) throws IOException {
        if (connections.size() >= context.settings().maxConnections()) {
            context.counters().add(Counter.REJECTED_CONNECTIONS);
            try (client) {
                client.getOutputStream()
                        .write("ERROR Too many open connections\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            return;
        }
        Connection connection = new Connection(context, client);
        Thread server =
                new Thread(null, () -> serve(connection), thread.getName() + "-" + client.getPort(), STACK_BYTES);
        server.setDaemon(true);
        context.counters().add(Counter.TOTAL_CONNECTIONS);
        context.counters().connections().incrementAndGet();
        connections.put(connection, server);
        server.start();
        if (closed) {
            // close() may have looked before this one was in the map.
            connection.close();
        }
    }

    private void serve(Connection connection) {
        try {
            connection.run();
        } finally {
            connections.remove(connection);
            context.counters().connections().decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(socket);
        List<Thread> threads = new ArrayList<>(connections.values());
        connections.keySet().forEach(Acceptor::closeQuietly);
        threads.add(thread);
        join(threads);
    }

    private static void join(List<Thread> threads) {
        long deadline = System.nanoTime() + CLOSE_NANOS;
        for (Thread each : threads) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(each, Math.max(1, deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is out of use either way.
        }
    }
}
