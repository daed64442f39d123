// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.Outcome;
import dev.ketch.client.Settlement;
import dev.ketch.client.protocol.Codec;
import dev.ketch.client.protocol.ProtocolException;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.ResponseDecoder;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;

/** A caller does its own writing and reading on a connection that it has for itself meanwhile. */
final class DirectPath {
    private final Endings endings;
    private final Connector connector;
    private final DirectPool pool;
    private final Quarantine quarantine;
    private final Vitals vitals;
    private final long timeoutNanos;

    /** After so long in the pool a connection is asked for a sign of life: the server may have restarted or closed it. */
    private final long trustNanos;

    private final Codec codec;

    /** Connections that were idle at this instant are not trusted: another one was found dead then. */
    private volatile long distrustBefore = System.nanoTime();

    DirectPath(
            Endings endings,
            Connector connector,
            DirectPool pool,
            Quarantine quarantine,
            Vitals vitals,
            long timeoutNanos,
            long trustNanos) {
        this.timeoutNanos = timeoutNanos;
        this.trustNanos = trustNanos;
        this.vitals = vitals;
        this.endings = endings;
        this.connector = connector;
        this.pool = pool;
        this.quarantine = quarantine;
        this.codec = connector.codec();
    }

    /** A connection to this server was found dead, so the idle ones may be too. */
    void distrustIdle() {
        distrustBefore = System.nanoTime();
    }

    /** Runs an exchange on an idle connection, or on a new one. */
    void run(Exchange exchange, long deadline) throws DirectPool.Unavailable {
        boolean retried = false;
        while (true) {
            DirectPool.Lease lease = pool.take(deadline);
            if (isStale(lease, deadline)) {
                continue;
            }
            if (converse(exchange, lease.connection(), deadline, !retried && Request.areReads(exchange.requests()))) {
                return;
            }
            retried = true;
        }
    }

    /** Runs an exchange on a connection that its session allows; {@code false} if there is none idle. */
    boolean runInSession(Exchange exchange, SessionMark session, long deadline) {
        while (true) {
            DirectPool.Lease lease = pool.takeFor(session);
            if (lease == null) {
                return false;
            }
            if (!isStale(lease, deadline)) {
                converse(exchange, lease.connection(), deadline, false);
                return true;
            }
        }
    }

    private boolean isStale(DirectPool.Lease lease, long deadline) {
        long since = lease.idleSince();
        if (since - distrustBefore > 0 && System.nanoTime() - since < trustNanos) {
            return false;
        }
        long begun = System.nanoTime();
        Connection connection = lease.connection();
        int opaque = connection.takeOpaques(1);
        try {
            connection.beginWrite(deadline);
            codec.encode(Request.noop(), opaque, connection.packet());
            connection.packet().flush();
            connection.endWrite();
            ResponseDecoder decoder = connection.decoder();
            while (!decoder.next()) {
                connection.read(Deadline.remainingMillis(deadline));
            }
            if (decoder.opaque() == opaque) {
                return false;
            }
        } catch (SocketTimeoutException e) {
            vitals.timedOut();
            if (System.nanoTime() - begun > timeoutNanos / 2) {
                // Not only the rest of a call that had waited for others before.
                vitals.silent();
            }
        } catch (IOException e) {
            // Falls through: a dead connection is closed and another one taken.
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
        connection.close();
        return true;
    }

    /** Returns {@code false} if nothing came back from a connection that may have been dead, and the exchange may be
     * run once more. */
    private boolean converse(Exchange exchange, Connection connection, long deadline, boolean mayRetry) {
        List<Request> requests = exchange.requests();
        int first = connection.takeOpaques(requests.size());
        int next = 0;
        long begun = System.nanoTime();
        try {
            long horizon = connector.newestSerial();
            connection.beginWrite(deadline);
            for (int i = 0; i < requests.size(); i++) {
                codec.encode(requests.get(i), first + i, connection.packet());
            }
            connection.packet().flush();
            connection.endWrite();
            ResponseDecoder decoder = connection.decoder();
            while (true) {
                while (decoder.next()) {
                    int index = decoder.opaque() - first;
                    Answers.check(requests, next, index, decoder.opcode());
                    if (!decoder.isLast()) {
                        Answers.checkSeries(exchange.series().size());
                        exchange.answerMore(decoder.response());
                        continue;
                    }
                    next = index + 1;
                    exchange.answer(index, decoder.response());
                    if (index == requests.size() - 1) {
                        SessionMark session = new SessionMark(connector, connection.address(), horizon);
                        // Before the exchange ends, so that a caller who goes on finds its connection idle.
                        pool.give(connection);
                        vitals.answered();
                        exchange.end(Outcome.ANSWERED, session, "");
                        return true;
                    }
                }
                connection.read(Deadline.remainingMillis(deadline));
            }
        } catch (SocketTimeoutException e) {
            // The answer may still come: the connection must not be used again.
            vitals.timedOut();
            if (connection.lastArrival() - begun < 0) {
                vitals.silent();
            }
            discard(connection, exchange);
            exchange.end(Outcome.UNKNOWN, null, endings.timedOut());
            return true;
        } catch (IOException e) {
            discard(connection, exchange);
            distrustIdle();
            vitals.broken();
            if (mayRetry && next == 0 && !(e instanceof ProtocolException)) {
                return false;
            }
            boolean overdue = System.nanoTime() - deadline >= 0;
            exchange.end(Outcome.UNKNOWN, null, overdue ? endings.timedOut() : endings.broken(e));
            return true;
        } catch (RuntimeException | Error e) {
            discard(connection, exchange);
            throw e;
        }
    }

    /** Gives up a connection on which requests may not have been answered. */
    private void discard(Connection connection, Exchange exchange) {
        if (Request.areReads(exchange.requests())) {
            connection.close();
        } else {
            Settlement settlement = new Settlement();
            exchange.settlement(settlement);
            quarantine.add(connection, settlement);
        }
    }
}
