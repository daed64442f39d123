// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passes the requests of clients to a server frame by frame, and lets something else happen before any one of them: also
 * between frames that were sent in one packet, where the server may well let others in.
 */
final class FrameRelay implements AutoCloseable {
    private static final int HEADER = 24;
    private static final int REQUEST = 0x80;
    private static final int BODY_LENGTH_AT = 8;

    private final InetSocketAddress server;
    private final ServerSocket socket;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /** What to do before the frame that makes {@link #countdown} zero. Written by the test while no frame is under way. */
    private volatile @Nullable Runnable action;

    /** How many frames are left until then. */
    private final AtomicInteger countdown = new AtomicInteger();

    FrameRelay(String host, int port) throws IOException {
        server = new InetSocketAddress(host, port);
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Has something done before the frame of this number from now, counted from 1. */
    void before(int frame, Runnable something) {
        countdown.set(frame);
        action = something;
    }

    /** Whether it was done; it will not be any more. */
    boolean disarm() {
        boolean done = action == null;
        action = null;
        return done;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Transfer {
        void run() throws IOException;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Socket behind = new Socket(server.getAddress(), server.getPort());
                client.setTcpNoDelay(true);
                behind.setTcpNoDelay(true);
                open.add(client);
                open.add(behind);
                start(() -> transfer(client, behind, () -> requests(client, behind)));
                start(() -> transfer(client, behind, () -> answers(behind, client)));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private static void transfer(Socket one, Socket other, Transfer transfer) {
        try (one;
                other) {
            transfer.run();
        } catch (IOException ended) {
            // Both sides are told by being closed.
        }
    }

    private void requests(Socket from, Socket to) throws IOException {
        DataInputStream in = new DataInputStream(from.getInputStream());
        OutputStream out = to.getOutputStream();
        byte[] header = new byte[HEADER];
        int magic = in.read();
        if (magic != REQUEST) {
            // A listing of keys, in text, or the end. It is read in one go and has no frames.
            if (magic >= 0) {
                out.write(magic);
                in.transferTo(out);
            }
            return;
        }
        header[0] = (byte) magic;
        in.readFully(header, 1, HEADER - 1);
        while (true) {
            byte[] body = new byte[ByteBuffer.wrap(header).getInt(BODY_LENGTH_AT)];
            in.readFully(body);
            count();
            out.write(header);
            out.write(body);
            out.flush();
            in.readFully(header);
        }
    }

    private void count() {
        Runnable something = action;
        if (something != null && countdown.decrementAndGet() == 0) {
            action = null;
            something.run();
        }
    }

    private static void answers(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            to.getOutputStream().write(buffer, 0, n);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
