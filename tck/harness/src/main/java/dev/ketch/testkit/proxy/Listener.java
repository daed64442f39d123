// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.BiConsumer;

/** A listening socket and the thread that accepts from it. */
final class Listener {

    private static final int BACKLOG = 512;

    private final ServerSocket socket;
    private final Thread thread;

    private Listener(ServerSocket socket, BiConsumer<Listener, Socket> accepted) {
        this.socket = socket;
        this.thread = new Thread(() -> acceptAll(accepted), "fault-proxy accept " + socket.getLocalPort());
        this.thread.setDaemon(true);
    }

    static Listener start(InetSocketAddress address, BiConsumer<Listener, Socket> accepted) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        Listener listener = new Listener(socket, accepted);
        listener.thread.start();
        return listener;
    }

    private void acceptAll(BiConsumer<Listener, Socket> accepted) {
        try {
            while (true) {
                accepted.accept(this, socket.accept());
            }
        } catch (IOException closed) {
            // The only way to end it.
        }
    }

    /**
     * Closes the port. The kernel keeps a listening socket for as long as a thread is inside its accept call, and goes on
     * completing connections for it; so this returns only when that thread has left it.
     */
    void close() {
        try {
            socket.close();
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy's port cannot be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a connection as if nobody had listened. */
    static void refuse(Socket client) {
        try (client) {
            client.setSoLinger(true, 0);
        } catch (IOException gone) {
            // Which is what was wanted.
        }
    }
}
