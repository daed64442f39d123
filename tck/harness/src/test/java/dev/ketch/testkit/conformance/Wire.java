// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A raw connection to a server. Reads fail after 20 s. */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int MARK = 0x4d41524b;

    private final Socket socket;
    private final InputStream in;

    Wire(ServerKind.Running server) throws IOException {
        this.socket = new Socket(server.host(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = socket.getInputStream();
    }

    /** Sends all requests in one write, with a NOOP behind; returns the replies in front of its reply. */
    List<Reply> exchange(Request... requests) throws IOException {
        return exchange(List.of(requests));
    }

    List<Reply> exchange(List<Request> requests) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Request request : requests) {
            all.writeBytes(request.bytes());
        }
        send(all.toByteArray());
        return repliesUntilNoop();
    }

    /** Sends a NOOP and returns the replies that come before its reply. */
    List<Reply> repliesUntilNoop() throws IOException {
        send(Request.of(Op.NOOP).opaque(MARK).bytes());
        List<Reply> replies = new ArrayList<>();
        while (true) {
            Reply reply = read();
            if (reply.opcode() == Op.NOOP && reply.opaque() == MARK) {
                return replies;
            }
            replies.add(reply);
        }
    }

    /** Sends one request and returns its only reply. */
    Reply ask(Request request) throws IOException {
        List<Reply> replies = exchange(request);
        if (replies.size() != 1) {
            throw new AssertionError("not one reply to " + request + " but " + replies);
        }
        return replies.get(0);
    }

    void send(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    void send(String text) throws IOException {
        send(Request.latin1(text));
    }

    Reply read() throws IOException {
        byte[] header = readFully(Reply.HEADER_LENGTH);
        return Reply.parse(header, readFully(Reply.bodyLength(header)));
    }

    /** Returns the replies that come until the server closes. */
    List<Reply> repliesUntilClose() throws IOException {
        List<Reply> replies = new ArrayList<>();
        try {
            while (true) {
                replies.add(read());
            }
        } catch (EOFException e) {
            return replies;
        } catch (SocketException e) {
            // Closed with requests unread, which resets the connection.
            return replies;
        }
    }

    /** Returns a line of text without its CR LF or LF. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("in a line: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Sends a text command and returns the lines up to this one, which is included. */
    List<String> linesTo(String last, String command) throws IOException {
        send(command + "\r\n");
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (!lines.get(lines.size() - 1).equals(last));
        return lines;
    }

    /** Sends a text command and returns its answer of one line. */
    String lineTo(String command) throws IOException {
        send(command + "\r\n");
        return line();
    }

    /** Returns all that comes until the server closes. */
    String textUntilClose() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            // Closed with requests unread, which resets the connection.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Ends the sending direction. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    private byte[] readFully(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
