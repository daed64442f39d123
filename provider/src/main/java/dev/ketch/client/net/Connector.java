// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.ServerLimits;
import dev.ketch.client.protocol.BinaryCodec;
import dev.ketch.client.protocol.Codec;
import dev.ketch.client.protocol.ProtocolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to one server, each on a short-lived thread of its own: neither the look-up of a name nor a
 * connection that hangs can then hold a caller past its deadline, and no virtual thread touches the socket.
 */
final class Connector {
    /** What memcached takes by default ({@code item_size_max}). */
    static final int DEFAULT_ITEM_SIZE = 1 << 20;

    /** How long after a failed connect further ones fail at once, so that callers of a dead server do not all wait. */
    private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Endpoint endpoint;
    private final Vitals vitals;
    private final String inexplicable;
    private final Codec codec = new BinaryCodec();
    private final ClockCheck clock;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong serials = new AtomicLong();
    private volatile ServerLimits limits = new ServerLimits(DEFAULT_ITEM_SIZE, true);
    private volatile @Nullable ConnectFailure lastFailure;
    private volatile boolean closed;

    Connector(Endpoint endpoint, Vitals vitals) {
        this.vitals = vitals;
        this.inexplicable = "server [" + endpoint.name() + "] cannot be connected to: there is no memory";
        this.endpoint = endpoint;
        this.clock = new ClockCheck(endpoint.name());
    }

    Codec codec() {
        return codec;
    }

    ServerLimits limits() {
        return limits;
    }

    /** Serial of the newest connection. */
    long newestSerial() {
        return serials.get();
    }

    Set<Connection> open() {
        return open;
    }

    /** Why connecting is not worth a try just now, or {@code null}. */
    @Nullable
    ConnectFailure recentFailure() {
        ConnectFailure failure = lastFailure;
        return failure != null && System.nanoTime() - failure.when() < BACK_OFF_NANOS ? failure : null;
    }

    /** When the last attempt to connect failed, by {@link System#nanoTime}, or {@code null} if it did not. */
    @Nullable
    Long failingSince() {
        ConnectFailure failure = lastFailure;
        return failure == null ? null : (Long) failure.when();
    }

    /** Connects in the background and reports once. */
    void connect(int bufferSize, Listener listener) {
        try {
            Threads.start("ketch-connect-" + endpoint.name(), () -> connectAndTell(bufferSize, listener));
        } catch (VirtualMachineError e) {
            // There is no thread to be had. Whoever waits must hear of it, or would wait for this connect for ever.
            fail(e, listener);
        }
    }

    private void connectAndTell(int bufferSize, Listener listener) {
        Connection connection;
        try {
            connection = connectAndGreet(bufferSize);
        } catch (IOException | RuntimeException | Error e) {
            fail(e, listener);
            return;
        }
        lastFailure = null;
        vitals.connected();
        try {
            listener.connected(connection);
        } catch (RuntimeException | Error e) {
            connection.close();
            fail(e, listener);
        }
    }

    private void fail(Throwable why, Listener listener) {
        ConnectFailure failure = new ConnectFailure(
                explainSafely(why), why instanceof ProtocolException p && p.isConnectionLimit(), System.nanoTime());
        if (!(why instanceof StackOverflowError)) {
            // The stack of one caller says nothing of the server.
            lastFailure = failure;
        }
        // Neither a server that is full nor a machine without threads is a server that is down.
        if (!failure.connectionLimit() && !closed && !(why instanceof Error)) {
            vitals.unreachable(failure.problem(), why instanceof SocketTimeoutException);
        }
        listener.failed(failure);
    }

    private Connection connectAndGreet(int bufferSize) throws IOException {
        long deadline = System.nanoTime() + endpoint.connectTimeout().toNanos();
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
            try {
                return connectAndGreet(new InetSocketAddress(address, endpoint.port()), bufferSize, deadline);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                }
            }
        }
        throw failure != null ? failure : new UnknownHostException(endpoint.host());
    }

    private Connection connectAndGreet(InetSocketAddress address, int bufferSize, long deadline) throws IOException {
        Socket socket = new Socket();
        Connection connection = null;
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(address, Deadline.remainingMillis(deadline));
            Connection[] self = new Connection[1];
            connection = new Connection(socket, address, codec, bufferSize, () -> open.remove(self[0]));
            self[0] = connection;
            open.add(connection);
            if (closed) {
                // After it was added: who closes sees it, or it sees that the client is closed.
                throw new IOException("the client is closed");
            }
            ServerLimits told = Greeting.exchange(connection, codec, deadline, clock);
            limits = told;
            connection.decoder().maxValueLength(told.itemSizeMax());
            connection.number(serials.incrementAndGet());
            return connection;
        } catch (IOException | RuntimeException | Error e) {
            if (connection != null) {
                connection.close();
            }
            socket.close();
            throw e;
        }
    }

    /** Without memory for a better sentence, this one: whoever waits must hear something. */
    private String explainSafely(Throwable why) {
        try {
            return explain(why);
        } catch (VirtualMachineError e) {
            return inexplicable;
        }
    }

    private String explain(Throwable e) {
        String server = "server [" + endpoint.name() + "] ";
        if (e instanceof UnknownHostException) {
            return server + "has a name that cannot be resolved; check it, or the name service";
        }
        if (e instanceof ProtocolException) {
            return server + "is not usable: " + e.getMessage();
        }
        if (e instanceof SocketTimeoutException) {
            return server + "did not accept and greet a connection within "
                    + endpoint.connectTimeout().toMillis() + " ms; check that memcached runs there and is reachable";
        }
        return server + "cannot be connected to (" + e.getMessage() + "); check that memcached runs there";
    }

    /** Closes all connections, and each that is still being made as soon as it is made. */
    void close() {
        closed = true;
        for (Connection connection : open) {
            connection.close();
        }
    }

    /**
     * Learns how a connect ended; called on the connecting thread, or within {@link #connect} if there can be none. If
     * {@code connected} throws, {@code failed} follows, and the connection is closed.
     */
    interface Listener {
        void connected(Connection connection);

        void failed(ConnectFailure failure);
    }

    /**
     * A connect that failed.
     *
     * @param problem a sentence that names the server
     * @param connectionLimit whether the server has as many connections as it admits
     * @param when the time by {@link System#nanoTime}
     */
    record ConnectFailure(String problem, boolean connectionLimit, long when) {}
}
