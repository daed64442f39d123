// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The idle direct connections of one server. The one used last is taken first, so that the others become idle long
 * enough to be closed. A caller that finds none asks for one to be made and waits for whichever comes first: the new
 * one, or one that another caller gives back.
 */
final class DirectPool implements Connector.Listener {
    static final int BUFFER = 16 << 10;

    /** After so long without use a connection gives back the memory that a large packet took. */
    static final long TRIM_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How often a caller looks whether a server that was full admits more connections. */
    private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connector connector;
    private final BooleanSupplier otherWay;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private int waiting;
    private int connecting;
    private long failures;
    private Connector.@Nullable ConnectFailure failure;
    private boolean closed;

    /**
     * @param otherWay whether callers need not wait for one of these connections when the server admits no more
     */
    DirectPool(Connector connector, BooleanSupplier otherWay) {
        this.connector = connector;
        this.otherWay = otherWay;
    }

    /**
     * Takes a connection, waiting until the deadline for one to be made. Interrupts are kept for later.
     *
     * @throws Unavailable if there is none
     */
    Lease take(long deadline) throws Unavailable {
        lock.lock();
        try {
            Idle found = idle.pollLast();
            return found != null ? new Lease(found.connection(), found.since()) : await(deadline);
        } finally {
            lock.unlock();
        }
    }

    /** Takes an idle connection that a session allows, or {@code null}. */
    @Nullable
    Lease takeFor(SessionMark session) {
        lock.lock();
        try {
            for (Iterator<Idle> i = idle.descendingIterator(); i.hasNext(); ) {
                Idle candidate = i.next();
                if (session.allows(candidate.connection())) {
                    i.remove();
                    return new Lease(candidate.connection(), candidate.since());
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Lease await(long deadline) throws Unavailable {
        boolean interrupted = false;
        long failuresBefore = failures;
        waiting++;
        try {
            while (true) {
                Idle found = idle.pollLast();
                if (found != null) {
                    return new Lease(found.connection(), found.since());
                }
                if (closed) {
                    throw new Unavailable("the client is closed", false);
                }
                Connector.ConnectFailure failed = failure;
                if (failures == failuresBefore) {
                    failed = connector.recentFailure();
                }
                // A server that is full may still serve the connections that it has: wait for one of them.
                boolean full = failed != null
                        && failed.connectionLimit()
                        && !connector.open().isEmpty();
                if (failed != null && (!full || otherWay.getAsBoolean())) {
                    throw new Unavailable(failed.problem(), failed.connectionLimit());
                }
                if (connecting < waiting && !full) {
                    Threads.probeStackToConnect();
                    connecting++;
                    // Without the lock: starting a thread takes as long as the machine likes.
                    lock.unlock();
                    try {
                        connector.connect(BUFFER, this);
                    } finally {
                        lock.lock();
                    }
                    // It may have ended by now, and its signal is not for those who did not wait yet.
                    continue;
                }
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    throw new Unavailable(
                            failed != null ? failed.problem() : "no connection was made in time", failed != null);
                }
                try {
                    changed.awaitNanos(full ? Math.min(remaining, FULL_NANOS) : remaining);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            waiting--;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives back a connection on which nothing is under way. */
    void give(Connection connection) {
        lock.lock();
        try {
            if (isKept(connection)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    @Override
    public void connected(Connection connection) {
        lock.lock();
        try {
            boolean kept = isKept(connection);
            // After what may fail for want of memory, in which case the connect has failed.
            connecting--;
            failure = null;
            if (kept) {
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    private boolean isKept(Connection connection) {
        if (closed) {
            return false;
        }
        idle.addLast(new Idle(connection, System.nanoTime()));
        if (waiting > 0) {
            changed.signal();
        }
        return true;
    }

    @Override
    public void failed(Connector.ConnectFailure why) {
        lock.lock();
        try {
            connecting--;
            failures++;
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The server is not to be asked any more for now. */
    void suspend(String problem) {
        List<Connection> dropped = new ArrayList<>();
        lock.lock();
        try {
            idle.forEach(i -> dropped.add(i.connection()));
            idle.clear();
            failures++;
            failure = new Connector.ConnectFailure(problem, false, System.nanoTime());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(Connection::close);
    }

    /** Takes an idle connection for good, or {@code null}. */
    @Nullable
    Connection takeIdle() {
        lock.lock();
        try {
            Idle found = idle.pollLast();
            return found == null ? null : found.connection();
        } finally {
            lock.unlock();
        }
    }

    /** The timer's look: connections that have been idle for long are closed, others give back memory. */
    void tick(long now, long idleNanos) {
        List<Connection> old = new ArrayList<>();
        lock.lock();
        try {
            while (!idle.isEmpty() && now - idle.getFirst().since() > idleNanos) {
                old.add(idle.removeFirst().connection());
            }
            for (Idle resting : idle) {
                if (now - resting.since() > TRIM_NANOS) {
                    resting.connection().packet().trim();
                }
            }
        } finally {
            lock.unlock();
        }
        old.forEach(Connection::close);
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            idle.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A connection in the pool, and since when. */
    private record Idle(Connection connection, long since) {}

    /**
     * A connection taken from the pool.
     *
     * @param idleSince since when it had been idle, by {@link System#nanoTime}
     */
    record Lease(Connection connection, long idleSince) {}

    /** There is no connection to be had. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean connectionLimit;

        Unavailable(String problem, boolean connectionLimit) {
            super(problem, null, false, false);
            this.connectionLimit = connectionLimit;
        }

        String problem() {
            return String.valueOf(getMessage());
        }

        boolean isConnectionLimit() {
            return connectionLimit;
        }
    }
}
