// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One text connection to a server, as a user would have with telnet. */
public final class TextClient implements AutoCloseable {

    private final Socket socket = new Socket();
    private final BufferedReader reader;

    public TextClient(int port) throws IOException {
        this("127.0.0.1", port);
    }

    public TextClient(String host, int port) throws IOException {
        socket.connect(new InetSocketAddress(host, port), 5_000);
        socket.setSoTimeout(10_000);
        reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** Sends a line. */
    public void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the next line, or null at the end of the stream. */
    public @Nullable String line() throws IOException {
        return reader.readLine();
    }

    public @Nullable String ask(String line) throws IOException {
        send(line);
        return line();
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
