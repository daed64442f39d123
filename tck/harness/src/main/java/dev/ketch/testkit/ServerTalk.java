// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The few requests that the kit itself sends, each over a connection of its own with the given time for connecting and
 * for each read.
 */
final class ServerTalk {

    private static final int HEADER = 24;
    private static final byte STAT = 0x10;
    private static final byte VERSION = 0x0b;
    private static final int MAX_LINE = 64 * 1024;

    private final String host;
    private final int port;
    private final int timeoutMillis;

    ServerTalk(String host, int port, int timeoutMillis) {
        this.host = host;
        this.port = port;
        this.timeoutMillis = timeoutMillis;
    }

    /** Returns when the server has answered; VERSION is answered even before authentication. */
    void ping(ServerCommand command) throws IOException {
        try (Socket socket = connect()) {
            DataInputStream in = input(socket);
            boolean text = command.isTextOnly();
            byte[] request = text ? "version\r\n".getBytes(StandardCharsets.US_ASCII) : request(VERSION, "");
            try {
                socket.getOutputStream().write(request);
                int first = in.read();
                boolean expected = text ? first >= 'A' && first <= 'Z' : first == 0x81;
                if (!expected && !command.isTls()) {
                    throw new IOException("unexpected first byte of the answer to a version request: " + first);
                }
            } catch (SocketException reset) {
                // A TLS server hangs up on a plain request, which it can only do when it is up.
                if (!command.isTls()) {
                    throw reset;
                }
            }
        }
    }

    /** Reads statistics in text: {@code STAT <name> <value>} lines up to {@code END}. */
    Map<String, String> textStats(String group) throws IOException {
        try (Socket socket = connect()) {
            String line = group.isEmpty() ? "stats\r\n" : "stats " + group + "\r\n";
            socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = input(socket);
            Map<String, String> stats = new LinkedHashMap<>();
            for (String answer = line(in); !answer.equals("END") && !answer.equals("RESET"); answer = line(in)) {
                String[] words = answer.split(" ", 3);
                if (!words[0].equals("STAT") || words.length < 2) {
                    throw new IOException("answer to stats [" + group + "]: " + answer);
                }
                stats.put(words[1], words.length == 3 ? words[2] : "");
            }
            return stats;
        }
    }

    /** Reads statistics in binary: one packet each, up to one without key and value. */
    Map<String, String> binaryStats(String group) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request(STAT, group));
            DataInputStream in = input(socket);
            Map<String, String> stats = new LinkedHashMap<>();
            while (true) {
                byte[] header = new byte[HEADER];
                in.readFully(header);
                ByteBuffer fields = ByteBuffer.wrap(header);
                int keyLength = fields.getShort(2) & 0xffff;
                int status = fields.getShort(6) & 0xffff;
                int bodyLength = fields.getInt(8);
                if (header[0] != (byte) 0x81 || bodyLength < keyLength || bodyLength > MAX_LINE) {
                    throw new IOException("answer to stats [" + group + "] is no binary response");
                }
                byte[] body = new byte[bodyLength];
                in.readFully(body);
                if (status != 0) {
                    throw new IOException("answer to stats [" + group + "]: status " + status + " "
                            + new String(body, StandardCharsets.ISO_8859_1));
                }
                if (bodyLength == 0) {
                    return stats;
                }
                stats.put(
                        new String(body, 0, keyLength, StandardCharsets.ISO_8859_1),
                        new String(body, keyLength, bodyLength - keyLength, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static DataInputStream input(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private static byte[] request(byte opcode, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(HEADER + bytes.length)
                .put((byte) 0x80)
                .put(opcode)
                .putShort((short) bytes.length)
                .putInt(8, bytes.length)
                .position(HEADER)
                .put(bytes)
                .array();
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > MAX_LINE) {
                throw new IOException("answer ended within a line: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
