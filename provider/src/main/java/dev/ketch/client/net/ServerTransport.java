// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.Outcome;
import dev.ketch.client.ServerLimits;
import dev.ketch.client.Session;
import dev.ketch.client.protocol.Codec;
import dev.ketch.client.protocol.Request;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine for one server: chooses the path of each exchange. */
public final class ServerTransport implements Transport {
    /** Requests after the first that are longer could fill both directions of a socket while nobody reads. */
    private static final long DIRECT_BYTES = 32 << 10;

    private final Endings endings;
    private final Connector connector;
    private final Codec codec;
    private final DirectPool pool;
    private final Vitals vitals;
    private final Quarantine quarantine;
    private final DirectPath direct;
    private final SharedPath shared;
    private final Admission admission;
    private final Deadlines deadlines;
    private final int directConnections;
    private final long timeoutNanos;
    private final long idleNanos;
    private volatile boolean closed;

    /** Why nothing is sent for now, or {@code null}. */
    private volatile @Nullable String refusal;

    public ServerTransport(Endpoint endpoint, Deadlines deadlines, Vitals vitals) {
        this.vitals = vitals;
        this.endings = new Endings(endpoint, () -> closed);
        this.connector = new Connector(endpoint, vitals);
        this.codec = connector.codec();
        this.pool = new DirectPool(connector, this::hasShared);
        this.quarantine = new Quarantine(endpoint);
        this.direct = new DirectPath(
                endings,
                connector,
                pool,
                quarantine,
                vitals,
                endpoint.timeout().toNanos(),
                endpoint.trust().toNanos());
        this.shared = new SharedPath(
                endpoint, endings, connector, pool, quarantine, vitals, () -> refusal, direct::distrustIdle);
        this.admission = new Admission(endpoint.maxQueuedOperations(), endpoint.maxQueuedBytes());
        this.deadlines = deadlines;
        this.directConnections = endpoint.directConnections();
        this.timeoutNanos = endpoint.timeout().toNanos();
        this.idleNanos = endpoint.idleTimeout().toNanos();
        deadlines.add(this);
    }

    @Override
    public void run(Exchange exchange) {
        run(exchange, false);
    }

    @Override
    public void runUrgently(Exchange exchange) {
        run(exchange, true);
    }

    private void run(Exchange exchange, boolean urgent) {
        String refused = refused();
        if (refused != null) {
            exchange.end(Outcome.DISCONNECTED, null, refused);
            return;
        }
        long deadline = System.nanoTime() + timeoutNanos;
        long bytes = length(exchange);
        boolean virtual = Threads.isCallerVirtual();
        Threads.probeStack();
        if (virtual || !runDirectly(exchange, bytes, deadline)) {
            runShared(exchange, bytes, deadline, !virtual, urgent);
        }
    }

    private boolean hasShared() {
        return shared.isConnected();
    }

    /** Runs an exchange on a connection of its own, if that is the path for it. */
    private boolean runDirectly(Exchange exchange, long bytes, long deadline) {
        // The first is read in full before anything is answered.
        if (bytes - codec.length(exchange.requests().get(0)) > DIRECT_BYTES) {
            return false;
        }
        int calls = admission.calls().incrementAndGet();
        try {
            deadlines.watch();
            Session required = exchange.requiredSession();
            if (required != null) {
                return required instanceof SessionMark mark
                        && mark.connector() == connector
                        && direct.runInSession(exchange, mark, deadline);
            }
            if (calls > directConnections) {
                return false;
            }
            direct.run(exchange, deadline);
            return true;
        } catch (DirectPool.Unavailable e) {
            if (e.isConnectionLimit() && shared.isConnected()) {
                return false;
            }
            exchange.end(Outcome.DISCONNECTED, null, endings.unavailable(e.problem()));
            return true;
        } finally {
            admission.calls().decrementAndGet();
        }
    }

    private void runShared(Exchange exchange, long bytes, long deadline, boolean mayWrite, boolean urgent) {
        if (!isPossible(exchange)) {
            return;
        }
        if (urgent) {
            admission.force(exchange.requests().size(), bytes);
        } else if (!admission.enter(exchange.requests().size(), bytes)) {
            exchange.end(Outcome.OVERLOADED, null, overloaded());
            return;
        }
        Call call;
        try {
            deadlines.watch();
            call = Call.awaited(exchange, bytes, deadline, admission, mayWrite);
            shared.enqueue(call);
        } catch (RuntimeException | Error e) {
            admission.leave(exchange.requests().size(), bytes);
            throw e;
        }
        if (mayWrite) {
            shared.write(deadline);
        } else {
            shared.wakeWriter();
        }
        if (!call.await()) {
            shared.expire(call);
            call.awaitEnd();
        }
        if (mayWrite && shared.hasWork()) {
            // This call may have been the one whose answer made room for those that wait.
            if (deadline - System.nanoTime() > timeoutNanos / 2) {
                shared.write(deadline);
            } else {
                shared.wakeWriter();
            }
        }
    }

    /**
     * Whether the exchange's session, if it needs one, may still be there; ends the exchange if not. Without a shared
     * connection it is queued nevertheless: it will have that connection made, for the session that is read next.
     */
    private boolean isPossible(Exchange exchange) {
        Session required = exchange.requiredSession();
        if (required == null
                || (required instanceof SessionMark mark
                        && mark.connector() == connector
                        && (shared.allows(mark) || !shared.isConnected()))) {
            return true;
        }
        exchange.end(Outcome.SESSION_LOST, null, endings.sessionLost());
        return false;
    }

    @Override
    public void start(Exchange exchange, Consumer<Exchange> ended) {
        if (!offer(exchange, ended)) {
            exchange.end(Outcome.OVERLOADED, null, overloaded());
            ended.accept(exchange);
        }
    }

    @Override
    public boolean offer(Exchange exchange, Consumer<Exchange> ended) {
        Threads.probeStack();
        String refused = refused();
        if (refused != null) {
            exchange.end(Outcome.DISCONNECTED, null, refused);
            ended.accept(exchange);
        } else if (!isPossible(exchange)) {
            ended.accept(exchange);
        } else if (tryStart(exchange, call -> ended.accept(call.exchange()))) {
            shared.wakeWriter();
        } else {
            return false;
        }
        return true;
    }

    /** Why nothing is sent, if nothing is. */
    @Nullable
    String refused() {
        String why = refusal;
        return why == null && closed ? endings.closed() : why;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * From now on calls end at once as not sent, until {@link #resume}. What waits ends likewise; what was sent may still
     * be answered.
     *
     * @param why a sentence that names the server
     */
    public void suspend(String why) {
        refusal = why;
        Connector.ConnectFailure recent = connector.recentFailure();
        // Those who wait hear of the failure itself.
        String told = recent != null && !recent.connectionLimit() ? recent.problem() : why;
        shared.suspend(told);
        pool.suspend(told);
    }

    /** Has the timer look, as long as {@link Vitals#isQuiet} says that it must. */
    public void watch() {
        deadlines.watch();
    }

    /** Calls are carried again. */
    public void resume() {
        direct.distrustIdle();
        refusal = null;
        // What came while it was refused and slipped in.
        shared.wakeWriter();
    }

    /**
     * Looks whether the server answers, on a new connection, whatever the state.
     *
     * @param told called once, by any thread, with what went wrong, or {@code null} if it answered
     */
    public void probe(Consumer<@Nullable String> told) {
        connector.connect(DirectPool.BUFFER, new Connector.Listener() {
            @Override
            public void connected(Connection connection) {
                told.accept(null);
                pool.give(connection);
            }

            @Override
            public void failed(Connector.ConnectFailure failure) {
                // A server that is full has answered.
                told.accept(failure.connectionLimit() ? null : failure.problem());
            }
        });
    }

    @Override
    public int underWay() {
        return admission.calls().get();
    }

    /** Connections that are kept only until the server has done what they brought, or died. */
    public int quarantined() {
        return quarantine.size() + shared.retired();
    }

    /** Bytes of the requests that wait or are under way on the shared path. */
    public long queuedBytes() {
        return admission.bytes();
    }

    @Override
    public boolean wasReached() {
        return connector.newestSerial() > 0;
    }

    @Override
    public long failedNanosAgo() {
        Long since = connector.failingSince();
        return since == null ? -1 : Math.max(0, System.nanoTime() - since);
    }

    /** Queues an exchange if there is room; somebody must wake the writer then. */
    boolean tryStart(Exchange exchange, Consumer<Call> ended) {
        long bytes = length(exchange);
        if (!admission.enter(exchange.requests().size(), bytes)) {
            return false;
        }
        try {
            deadlines.watch();
            shared.enqueue(Call.told(exchange, bytes, System.nanoTime() + timeoutNanos, admission, ended));
        } catch (RuntimeException | Error e) {
            admission.leave(exchange.requests().size(), bytes);
            throw e;
        }
        return true;
    }

    void wakeWriter() {
        shared.wakeWriter();
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    @Override
    public String closed() {
        return endings.closed();
    }

    @Override
    public String abandoned(String cause) {
        return endings.abandoned(cause);
    }

    @Override
    public String overloaded() {
        return endings.overloaded(admission.operations());
    }

    @Override
    public Feed feed(List<Exchange> exchanges, Runnable wake) {
        Threads.probeStack();
        return new BatchFeed(this, exchanges, wake);
    }

    private long length(Exchange exchange) {
        long bytes = 0;
        for (Request request : exchange.requests()) {
            bytes += codec.length(request);
        }
        return bytes;
    }

    @Override
    public ServerLimits limits() {
        return connector.limits();
    }

    /** The timer's look. */
    void tick(long now, long late) {
        vitals.tick(now, late);
        long margin = deadlines.marginNanos();
        shared.tick(now, timeoutNanos, margin, idleNanos);
        for (Connection connection : connector.open()) {
            connection.endOverdueWrite(now, margin);
        }
        pool.tick(now, idleNanos);
        quarantine.tick();
    }

    /** Whether the timer may stop looking. */
    boolean isIdle() {
        return connector.open().isEmpty()
                && admission.calls().get() == 0
                && shared.isIdle()
                && !quarantine.isWaiting()
                && (closed || vitals.isQuiet());
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
        shared.close();
        quarantine.close();
        connector.close();
    }
}
