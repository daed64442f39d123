// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One blocking socket that speaks just enough of the binary protocol. Used by one thread at a time. */
final class RawConnection implements AutoCloseable {
    private static final int HEADER = 24;
    private static final int SET_EXTRAS = 8;
    private static final byte GET = 0x00;
    private static final byte SET = 0x01;
    private static final byte GETQ = 0x09;
    private static final byte NOOP = 0x0a;
    private static final int OK = 0;
    private static final int NOT_FOUND = 1;
    private static final byte[] NOTHING = new byte[0];

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final byte[] head = new byte[HEADER];
    private final ByteBuffer fields = ByteBuffer.wrap(head);
    private final ByteBuffer packet = ByteBuffer.allocate(64 << 10);
    private int opaque;

    RawConnection(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16 << 10));
    }

    byte[] get(String key) throws IOException {
        put(GET, bytes(key), NOTHING, ++opaque);
        flush();
        readHeader();
        return requireOpaque(opaque) == NOT_FOUND ? skipBody() : value();
    }

    void set(String key, byte[] value) throws IOException {
        put(SET, bytes(key), value, ++opaque);
        flush();
        readHeader();
        int status = requireOpaque(opaque);
        skipBody();
        if (status != OK) {
            throw new IOException("not stored: status " + status);
        }
    }

    /** Quiet gets and a NOOP in one write. */
    Map<String, byte[]> getAll(List<String> keys) throws IOException {
        int first = opaque + 1;
        for (String key : keys) {
            put(GETQ, bytes(key), NOTHING, ++opaque);
        }
        put(NOOP, NOTHING, NOTHING, ++opaque);
        flush();
        Map<String, byte[]> found = new HashMap<>(keys.size() * 2);
        while (true) {
            readHeader();
            int at = fields.getInt(12) - first;
            if (at == keys.size()) {
                skipBody();
                return found;
            }
            if (at < 0 || at > keys.size()) {
                throw new IOException("an answer to nothing that was asked");
            }
            found.put(keys.get(at), value());
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void put(byte opcode, byte[] key, byte[] value, int number) {
        int extras = opcode == SET ? SET_EXTRAS : 0;
        packet.put((byte) 0x80).put(opcode).putShort((short) key.length);
        packet.put((byte) extras).put((byte) 0).putShort((short) 0);
        packet.putInt(extras + key.length + value.length).putInt(number).putLong(0);
        if (extras > 0) {
            packet.putLong(0);
        }
        packet.put(key).put(value);
    }

    private void flush() throws IOException {
        out.write(packet.array(), 0, packet.position());
        packet.clear();
    }

    private void readHeader() throws IOException {
        in.readFully(head);
        if (head[0] != (byte) 0x81) {
            throw new IOException("not a response: " + head[0]);
        }
    }

    /** Returns the status. */
    private int requireOpaque(int expected) throws IOException {
        if (fields.getInt(12) != expected) {
            throw new IOException("the answer to another request");
        }
        return fields.getShort(6);
    }

    private byte[] value() throws IOException {
        int status = fields.getShort(6);
        if (status != OK) {
            throw new IOException("not read: status " + status);
        }
        int before = head[4] + fields.getShort(2);
        in.skipNBytes(before);
        byte[] value = new byte[fields.getInt(8) - before];
        in.readFully(value);
        return value;
    }

    private byte[] skipBody() throws IOException {
        in.skipNBytes(fields.getInt(8));
        return null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
