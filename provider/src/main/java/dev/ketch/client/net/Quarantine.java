// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Settlement;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections on which the server left writes unanswered. What it has received it may still do, after commands that are
 * sent later on other connections; only the server itself can say that it has not. So such a connection is not closed but
 * half-closed: nothing more is sent on it, and what comes is dropped, until the server closes its side, which it does when
 * it has done everything, or dies. Half-closing needs no room in a send buffer that is full, and no answer that could be
 * told apart in a stream that is damaged.
 *
 * <p>One thread looks after all connections of a server, as long as there are some.
 */
final class Quarantine {
    /** A server that answers greetings but no commands could fill it: beyond so many the oldest are given up. */
    private static final int LARGEST = 64;

    /** A socket tells that its stream has ended only to who reads it, and a reading that finds nothing takes this long. */
    private static final int LOOK_MILLIS = 1;

    /** What talks for ever must not keep the warden from the others, nor from the end of its patience. */
    private static final int LONGEST_LOOK = 64;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final long patienceNanos;
    private final Worker warden;
    private final Queue<Inmate> arrived = new ConcurrentLinkedQueue<>();

    /** Those that have come and not left. */
    private final AtomicInteger size = new AtomicInteger();

    /** Belongs to the warden's thread. */
    private final Deque<Inmate> inmates = new ArrayDeque<>();

    private volatile boolean closed;

    Quarantine(Endpoint endpoint) {
        this.patienceNanos = endpoint.quarantine().toNanos();
        this.warden = new Worker("ketch-quarantine-" + endpoint.name(), this::look);
    }

    /** Takes over a connection that nobody uses any more, and tells when it is over. Does no I/O. */
    void add(Connection connection, Settlement settlement) {
        Socket socket = connection.handOver();
        if (socket == null) {
            settlement.end(false);
            return;
        }
        size.incrementAndGet();
        arrived.add(new Inmate(socket, System.nanoTime(), settlement));
        warden.wake();
    }

    /** Whether connections have come and the warden has not seen them yet. */
    boolean isWaiting() {
        return !arrived.isEmpty();
    }

    /** The timer's look: the machine may have had no thread to give. */
    void tick() {
        if (isWaiting()) {
            warden.wake();
        }
    }

    int size() {
        return size.get();
    }

    private long look() {
        for (Inmate inmate = arrived.poll(); inmate != null; inmate = arrived.poll()) {
            inmates.addLast(inmate);
            shutDown(inmate.socket());
        }
        while (inmates.size() > LARGEST) {
            release(inmates.removeFirst(), false);
        }
        byte[] dropped = new byte[inmates.isEmpty() ? 0 : 16 << 10];
        for (Iterator<Inmate> i = inmates.iterator(); i.hasNext(); ) {
            Inmate inmate = i.next();
            boolean settled = !closed && hasEnded(inmate.socket(), dropped);
            if (settled || closed || System.nanoTime() - inmate.since() > patienceNanos) {
                i.remove();
                release(inmate, settled);
            }
        }
        return inmates.isEmpty() ? Worker.NOTHING : PAUSE_NANOS;
    }

    private static void shutDown(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It is closed, which the first reading finds out.
        }
    }

    private static boolean hasEnded(Socket socket, byte[] dropped) {
        try {
            socket.setSoTimeout(LOOK_MILLIS);
            InputStream in = socket.getInputStream();
            for (int i = 0; i < LONGEST_LOOK; i++) {
                if (in.read(dropped) < 0) {
                    return true;
                }
                // Answers for nobody.
            }
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void release(Inmate inmate, boolean settled) {
        try {
            inmate.socket().close();
        } catch (IOException e) {
            // Closed is closed.
        }
        inmate.settlement().end(settled);
        size.decrementAndGet();
    }

    /** Gives up on all of them. */
    void close() {
        closed = true;
        warden.wake();
        warden.stop();
    }

    private record Inmate(Socket socket, long since, Settlement settlement) {}
}
