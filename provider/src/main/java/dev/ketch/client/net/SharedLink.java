// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The connection that calls share, from its making to its end: one is in use at a time, and those before it that still owe
 * answers are retired. Thread-safe; who may write to the connection is up to the users.
 */
final class SharedLink implements Connector.Listener {
    private static final int BUFFER = 64 << 10;

    private final Connector connector;
    private final DirectPool pool;
    private final Quarantine quarantine;
    private final Runnable distrust;
    private final Users users;
    private final RetiredConnections retired;
    private final String readerName;

    private final AtomicReference<@Nullable SharedConnection> current = new AtomicReference<>();
    private volatile boolean connecting;

    /** The server admits no more connections, and none is idle; until the timer looks again. */
    private volatile boolean starved;

    private volatile boolean closed;

    /** @param distrust called when a connection turned out to be dead, as the idle ones of callers' own may be too */
    SharedLink(
            Endpoint endpoint,
            Connector connector,
            DirectPool pool,
            Quarantine quarantine,
            Runnable distrust,
            Users users) {
        this.connector = connector;
        this.pool = pool;
        this.quarantine = quarantine;
        this.distrust = distrust;
        this.users = users;
        this.retired = new RetiredConnections(endpoint.quarantine().toNanos());
        this.readerName = "ketch-reader-" + endpoint.name();
    }

    /** Who uses the connection, and is told of what happens on it. */
    interface Users extends SharedConnection.Owner {
        /** There may be a connection, or one may be made: what is queued should be looked at. */
        void ready();

        /** There is no connection to be had just now. */
        void unavailable(String problem);
    }

    /** The connection in use, usable or not. */
    @Nullable
    SharedConnection current() {
        return current.get();
    }

    /** The connection in use, if calls can be sent on it. */
    @Nullable
    SharedConnection usable() {
        SharedConnection c = current.get();
        return c != null && c.isUsable() ? c : null;
    }

    /** Whether a connection could be asked for now. */
    boolean mayConnect() {
        return !connecting && !starved;
    }

    /** Has a connection made. */
    void connect() {
        Connector.ConnectFailure recent = connector.recentFailure();
        if (recent != null) {
            failed(recent);
        } else {
            Threads.probeStackToConnect();
            connecting = true;
            connector.connect(BUFFER, this);
        }
    }

    @Override
    public void connected(Connection connection) {
        SharedConnection c = new SharedConnection(connection, connector, quarantine, users);
        // Before it is read, so that its end finds it in its place.
        current.set(c);
        connecting = false;
        if (closed) {
            c.close(null);
        }
        c.start(readerName);
        users.ready();
    }

    @Override
    public void failed(Connector.ConnectFailure failure) {
        if (!closed && failure.connectionLimit() && !connector.open().isEmpty()) {
            // The server admits no more connections, but one of those that it has is free, or will be.
            Connection spare = pool.takeIdle();
            if (spare != null) {
                connected(spare);
            } else {
                starved = true;
                connecting = false;
            }
            return;
        }
        connecting = false;
        users.unavailable(failure.problem());
    }

    /** Has a connection come to its end without losing what was sent on it. */
    void retire(SharedConnection c, @Nullable String because) {
        retired.add(c);
        c.retire(because);
        current.compareAndSet(c, null);
        if (c.hasEnded()) {
            // Its end may have come before it was among the retired.
            retired.remove(c);
        }
        distrust.run();
        users.ready();
    }

    /** As {@link #retire}, by who holds the writing side: no write is under way any more that the timer must end. */
    void retireTorn(SharedConnection c) {
        retire(c, null);
        c.connection().endWrite();
    }

    /** Nothing more is to be sent for now. */
    void suspend() {
        SharedConnection c = current.get();
        if (c != null) {
            retire(c, null);
        }
    }

    /** Closes a connection that owes no answers; called by who holds the writing side. */
    void drop(SharedConnection c) {
        current.compareAndSet(c, null);
        c.close(null);
    }

    /** A connection's reader has ended. */
    void ended(SharedConnection c) {
        // Not a newer one that may be in its place by now.
        current.compareAndSet(c, null);
        retired.remove(c);
        if (!closed) {
            distrust.run();
        }
        users.ready();
    }

    /** Connections on which nothing is sent any more. */
    int retired() {
        return retired.size();
    }

    /** The timer's look. */
    void tick(long now, String problem) {
        starved = false;
        retired.tick(now, problem);
    }

    /** Whether nothing needs the timer. */
    boolean isIdle() {
        return !connecting && current.get() == null && retired.size() == 0;
    }

    void close(String because) {
        closed = true;
        SharedConnection c = current.get();
        if (c != null) {
            c.close(because);
        }
        retired.close(because);
    }
}
