// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.protocol.Codec;
import dev.ketch.client.protocol.PacketWriter;
import dev.ketch.client.protocol.ResponseDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a socket, the writer of its packets and the decoder of its answers. Who may use it is up to its owner:
 * a direct connection belongs to the caller that leased it, on the shared one the writing side belongs to whoever holds
 * the writer's flag and the reading side to the reader thread.
 */
final class Connection {
    /** After so many looks a write is given up that goes on although the connection was half-closed. */
    private static final int HALF_CLOSED_LOOKS = 20;

    private final Socket socket;
    private final InputStream in;
    private final PacketWriter packet;
    private final ResponseDecoder decoder;
    private final InetSocketAddress address;
    private final Runnable onClose;
    private final AtomicBoolean halfClosed = new AtomicBoolean();

    /** How often the timer has found a write overdue; belongs to the timer. */
    private int overdueLooks;

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /** Written once by the connector before the connection is handed to anybody. */
    private long serial;

    /**
     * Belongs to the writing side. The first opaque, that of the greeting, reads as the end of a line: so a server that
     * speaks text answers the greeting at once, instead of waiting for more of what it takes for a line.
     */
    private int nextOpaque = 0x0d0a0d0a;

    /** When a write now under way must have ended, by {@link System#nanoTime}; read by the timer. */
    private volatile long writeDeadline;

    private volatile boolean writing;

    /** Belongs to the reading side. */
    private int soTimeout;

    /** When the last byte came, by {@link System#nanoTime}; written by the reading side. */
    private volatile long lastArrival = System.nanoTime();

    /** Whose the socket is: this connection's until it is closed, or somebody else's for good. */
    private enum State {
        OPEN,
        CLOSED,
        HANDED_OVER
    }

    Connection(Socket socket, InetSocketAddress address, Codec codec, int bufferSize, Runnable onClose)
            throws IOException {
        this.socket = socket;
        this.address = address;
        this.in = socket.getInputStream();
        this.packet = new PacketWriter(socket.getOutputStream()::write);
        this.decoder = codec.decoder(bufferSize, Connector.DEFAULT_ITEM_SIZE);
        this.onClose = onClose;
    }

    /** Makes this connection the {@code serial}-th that was greeted. */
    void number(long serial) {
        this.serial = serial;
    }

    long serial() {
        return serial;
    }

    InetSocketAddress address() {
        return address;
    }

    PacketWriter packet() {
        return packet;
    }

    ResponseDecoder decoder() {
        return decoder;
    }

    /** Takes opaques for so many requests and returns the first. */
    int takeOpaques(int count) {
        int first = nextOpaque;
        nextOpaque += count;
        return first;
    }

    /** A write begins that must end by the deadline: a socket's write knows no timeout, so the timer watches it. */
    void beginWrite(long deadline) {
        writeDeadline = deadline;
        writing = true;
    }

    void endWrite() {
        writing = false;
    }

    /** For who holds the writing side: whether an earlier write broke off, so that half a request may have been put. */
    boolean isTorn() {
        return writing;
    }

    /** Whether a write is under way past its deadline. */
    boolean isWriteOverdue(long now, long margin) {
        return writing && now - writeDeadline > margin;
    }

    /**
     * The timer's look: ends a write that is overdue. It is counted, not measured, how long half-closing has no effect: a
     * timer that comes late, as the machine stood still, must not close at once what the server may not have done yet.
     */
    void endOverdueWrite(long now, long margin) {
        if (isWriteOverdue(now, margin)) {
            if (overdueLooks++ < HALF_CLOSED_LOOKS) {
                halfClose();
            } else {
                close();
            }
        }
    }

    /** Reads once, waiting for at least one byte; 0 waits for ever. */
    void read(int timeoutMillis) throws IOException {
        if (timeoutMillis != soTimeout) {
            socket.setSoTimeout(timeoutMillis);
            soTimeout = timeoutMillis;
        }
        int n = in.read(decoder.array(), decoder.offset(), decoder.room());
        if (n < 0) {
            throw new EOFException("the server closed the connection");
        }
        lastArrival = System.nanoTime();
        decoder.received(n);
    }

    long lastArrival() {
        return lastArrival;
    }

    boolean isClosed() {
        return state.get() != State.OPEN;
    }

    /**
     * Says that nothing more will be sent, and wakes whoever is held up in a write, with an exception. What was sent is
     * still answered. Idempotent, from any thread.
     */
    void halfClose() {
        if (isClosed() || !halfClosed.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    /**
     * Gives away the socket, still open: the connection counts as closed, and those who still have it can no longer close
     * the socket. {@code null} if it is closed already.
     */
    @Nullable
    Socket handOver() {
        if (!state.compareAndSet(State.OPEN, State.HANDED_OVER)) {
            return null;
        }
        onClose.run();
        return socket;
    }

    /** Closes the socket; whoever reads or writes it gets an exception. Idempotent, from any thread. */
    void close() {
        if (!state.compareAndSet(State.OPEN, State.CLOSED) && state.get() == State.HANDED_OVER) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
        onClose.run();
    }
}
