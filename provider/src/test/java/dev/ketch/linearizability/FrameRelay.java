// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes the requests of clients to a server frame by frame, and lets something else happen before any one of them: also
 * between frames that were sent in one packet, where the server may well let others in.
 */
final class FrameRelay implements AutoCloseable {
    private static final int HEADER = 24;
    private static final int REQUEST = 0x80;
    private static final int RESPONSE = 0x81;
    private static final int BODY_LENGTH_AT = 8;
    private static final int STAT = 0x10;
    private static final int NOOP = 0x0a;
    /** GETQ, GETKQ, SETQ, ADDQ, REPLACEQ, DELETEQ, INCREMENTQ, DECREMENTQ, APPENDQ, PREPENDQ, GATQ, GATKQ. */
    private static final Set<Integer> QUIET =
            Set.of(0x09, 0x0d, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1a, 0x1e, 0x24);

    /** A NOOP of the relay's own, with an opaque that no client comes to in a test. */
    private static final byte[] BARRIER = ByteBuffer.allocate(HEADER)
            .putShort(0, (short) 0x800a)
            .putInt(12, 0xbabababa)
            .array();

    private final InetSocketAddress server;
    private final ServerSocket socket;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /** What to do before the frame that makes {@link #countdown} zero. Written by the test while no frame is under way. */
    private volatile @Nullable Runnable action;

    /** How many frames are left until then. */
    private final AtomicInteger countdown = new AtomicInteger();

    /** Why an action ended by a throw; told by {@link #disarm}. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    FrameRelay(String host, int port) throws IOException {
        server = new InetSocketAddress(host, port);
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /**
     * Has something done before the frame of this number from now, counted from 1, once the server has done those before
     * it. What a client asks when it opens a connection, or to see whether one that was idle for a second is alive still,
     * does not count: it may do so at any time.
     */
    void before(int frame, Runnable something) {
        countdown.set(frame);
        action = something;
    }

    /** Whether it was done; it will not be any more. */
    boolean disarm() {
        boolean done = action == null;
        action = null;
        Throwable failed = failure.getAndSet(null);
        if (failed != null) {
            throw new AssertionError("what was to be done between the frames failed", failed);
        }
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
                Semaphore passed = new Semaphore(0);
                start(() -> transfer(client, behind, () -> requests(client, behind, passed)));
                start(() -> transfer(client, behind, () -> answers(behind, client, passed)));
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

    private void requests(Socket from, Socket to, Semaphore passed) throws IOException {
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
        boolean afterQuiet = false;
        while (true) {
            byte[] body = body(in, header);
            boolean counts = header[1] != STAT && (header[1] != NOOP || afterQuiet);
            afterQuiet = QUIET.contains((int) header[1]);
            Runnable due = counts ? due() : null;
            if (due != null) {
                // The server has the frames before this one, but may not have read them yet.
                out.write(BARRIER);
                passed.acquireUninterruptibly();
                run(due);
            }
            out.write(header);
            out.write(body);
            out.flush();
            in.readFully(header);
        }
    }

    private static byte[] body(DataInputStream in, byte[] header) throws IOException {
        byte[] body = new byte[ByteBuffer.wrap(header).getInt(BODY_LENGTH_AT)];
        in.readFully(body);
        return body;
    }

    private @Nullable Runnable due() {
        Runnable something = action;
        if (something != null && countdown.decrementAndGet() == 0) {
            action = null;
            return something;
        }
        return null;
    }

    private void run(Runnable something) {
        try {
            something.run();
        } catch (RuntimeException | Error e) {
            failure.set(e);
        }
    }

    /** Who waits at the barrier when the connection ends is let go: he finds out by himself. */
    private static void answers(Socket from, Socket to, Semaphore passed) throws IOException {
        try {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            int magic = in.read();
            if (magic != RESPONSE) {
                if (magic >= 0) {
                    out.write(magic);
                    in.transferTo(out);
                }
                return;
            }
            byte[] header = new byte[HEADER];
            header[0] = (byte) magic;
            in.readFully(header, 1, HEADER - 1);
            while (true) {
                byte[] body = body(in, header);
                if (Arrays.equals(header, 12, 16, BARRIER, 12, 16)) {
                    passed.release();
                } else {
                    out.write(header);
                    out.write(body);
                }
                in.readFully(header);
            }
        } finally {
            passed.release();
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
