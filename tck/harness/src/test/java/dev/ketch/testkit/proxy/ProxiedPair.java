// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A listening socket, a proxy before it, and the two ends of connections through it, all in the hands of a test. */
final class ProxiedPair implements AutoCloseable {

    final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final FaultProxy proxy = FaultProxy.to("127.0.0.1", listener.getLocalPort());

    ProxiedPair() throws IOException {
        listener.setSoTimeout(10_000);
    }

    /** Connects through the proxy. */
    Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setTcpNoDelay(true);
        client.setSoTimeout(10_000);
        return client;
    }

    /** Returns the server's end of the connection that was made first among those not yet returned. */
    Socket accept() throws IOException {
        Socket server = listener.accept();
        server.setTcpNoDelay(true);
        server.setSoTimeout(10_000);
        return server;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String receive(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Closes with RST. */
    static void abort(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        listener.close();
    }
}
