// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.Outcome;
import dev.ketch.client.protocol.PacketWriter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that share one connection: they queue, and whoever holds the writing side sends what is queued in one packet.
 * The package documentation says why no call is forgotten.
 */
final class SharedPath implements SharedLink.Users {
    /** How many packets a caller writes, mostly for others, before it leaves the rest to the writer thread. */
    private static final int ROUNDS = 4;

    private static final VarHandle WRITING;

    static {
        try {
            WRITING = MethodHandles.lookup().findVarHandle(SharedPath.class, "writing", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Endings endings;
    private final Connector connector;
    private final Vitals vitals;
    private final Supplier<@Nullable String> refusal;
    private final SharedLink link;
    private final Worker writer;
    private final int window;

    private final Queue<Call> queue = new ConcurrentLinkedQueue<>();

    /**
     * Whether somebody holds the writing side. Given back by a plain assignment, which needs no stack: a caller whose stack
     * overflows here would else keep it for ever.
     */
    @SuppressWarnings("unused") // through WRITING
    private volatile boolean writing;

    /** Belongs to whoever holds {@code writing}. */
    private final List<Call> batch = new ArrayList<>();

    private volatile boolean closed;
    private volatile long lastUsed = System.nanoTime();

    SharedPath(
            Endpoint endpoint,
            Endings endings,
            Connector connector,
            DirectPool pool,
            Quarantine quarantine,
            Vitals vitals,
            Supplier<@Nullable String> refusal,
            Runnable distrust) {
        this.refusal = refusal;
        this.vitals = vitals;
        this.endings = endings;
        this.connector = connector;
        this.link = new SharedLink(endpoint, connector, pool, quarantine, distrust, this);
        this.window = Math.max(1, endpoint.batchesInFlight());
        this.writer = new Worker("ketch-writer-" + endpoint.name(), () -> {
            drain(0, Integer.MAX_VALUE);
            return Worker.NOTHING;
        });
    }

    /** Whether a session's exchange could run here now. */
    boolean allows(SessionMark session) {
        SharedConnection c = link.current();
        return c != null && session.allows(c.connection());
    }

    boolean isConnected() {
        return link.usable() != null;
    }

    /** Connections on which nothing is sent any more. */
    int retired() {
        return link.retired();
    }

    /** Queues a call; the caller then calls {@link #write} or {@link #wakeWriter}. */
    void enqueue(Call call) {
        queue.add(call);
    }

    void wakeWriter() {
        writer.wake();
    }

    /** Sends what is queued, as far as the window allows, if no one else is doing it. The deadline is the caller's. */
    void write(long deadline) {
        drain(deadline, ROUNDS);
    }

    /** Whether there is something to send and a way to. */
    boolean hasWork() {
        if (queue.isEmpty()) {
            return false;
        }
        if (closed) {
            // Whoever queued after the client was closed need not wait for a connect to end.
            return true;
        }
        SharedConnection c = link.usable();
        return c == null ? link.mayConnect() : c.unanswered() < window;
    }

    private void drain(long deadline, int rounds) {
        for (int round = 0; hasWork(); round++) {
            if (round == rounds) {
                writer.wake();
                return;
            }
            if (!WRITING.compareAndSet(this, false, true)) {
                return;
            }
            try {
                if (hasWork()) {
                    sendOne(deadline);
                }
            } finally {
                writing = false;
            }
        }
    }

    private void sendOne(long deadline) {
        if (closed) {
            unavailable(endings.closed());
            return;
        }
        SharedConnection c = link.current();
        if (c != null && c.connection().isTorn()) {
            link.retireTorn(c);
        }
        if (c == null || !c.isUsable()) {
            connect();
        } else {
            send(c, deadline);
        }
    }

    private void send(SharedConnection c, long deadline) {
        long bytes = 0;
        long now = System.nanoTime();
        long latest = now;
        Call call = null;
        try {
            while (bytes < PacketWriter.LIMIT) {
                call = queue.poll();
                if (call == null) {
                    break;
                }
                if (!isAllowed(call.exchange(), c)) {
                    call.endUnsent(Outcome.SESSION_LOST, endings.sessionLost());
                } else if (call.send()) {
                    batch.add(call);
                    bytes += call.bytes();
                    latest = Math.max(latest - now, call.deadline() - now) + now;
                }
            }
            if (!batch.isEmpty()) {
                lastUsed = now;
                c.send(batch, deadline == 0 ? latest : deadline);
            }
        } catch (RuntimeException | Error e) {
            // Memory or this caller's stack has run out, but others' calls are in the packet too.
            link.retireTorn(c);
            abandon(call, e);
            for (Call other : batch) {
                other.takeUnsent();
                abandon(other, e);
            }
            throw e;
        } finally {
            batch.clear();
        }
    }

    /** Ends a call that may be in no list any more. */
    private void abandon(@Nullable Call call, Throwable why) {
        if (call != null && !call.endUnsent(Outcome.DISCONNECTED, endings.unavailable(why.toString()))) {
            call.endUnknown(endings.tornApart(why));
            // It may not be among those that were sent, so nobody would settle it.
            call.settle(false);
        }
    }

    private static boolean isAllowed(Exchange exchange, SharedConnection c) {
        return exchange.requiredSession() == null
                || (exchange.requiredSession() instanceof SessionMark mark && mark.allows(c.connection()));
    }

    private void connect() {
        String refused = refusal.get();
        if (refused != null) {
            unavailable(refused);
        } else {
            link.connect();
        }
    }

    @Override
    public void ready() {
        writer.wake();
    }

    @Override
    public void unavailable(String problem) {
        for (Call call = queue.poll(); call != null; call = queue.poll()) {
            call.endUnsent(Outcome.DISCONNECTED, endings.unavailable(problem));
        }
    }

    @Override
    public void windowOpened() {
        if (!queue.isEmpty()) {
            writer.wake();
        }
    }

    @Override
    public void answered() {
        vitals.answered();
    }

    /** The server is not to be asked any more for now: what waits ends, what was sent may still be answered. */
    void suspend(String problem) {
        unavailable(problem);
        link.suspend();
    }

    @Override
    public void unwritable(SharedConnection connection) {
        link.retire(connection, null);
    }

    @Override
    public void ended(SharedConnection connection, @Nullable IOException cause) {
        if (!closed) {
            vitals.broken();
        }
        link.ended(connection);
    }

    @Override
    public void orphaned(Call call, String problem) {
        if (!closed && call.retry()) {
            queue.add(call);
            writer.wake();
        } else {
            call.endOrphaned(problem);
        }
    }

    @Override
    public String explain(@Nullable IOException cause, @Nullable String closedBecause) {
        if (closedBecause != null) {
            return closedBecause;
        }
        return endings.broken(cause == null ? new IOException("the connection was closed") : cause);
    }

    /** Ends a call whose deadline has passed, however far it got. */
    void expire(Call call) {
        // Between the two looks a call may have been put back to be sent again, once in its life.
        while (!call.isEnded()
                && !call.endUnsent(isConnected() ? Outcome.OVERLOADED : Outcome.DISCONNECTED, unsent())
                && !call.endUnknown(endings.timedOut())) {
            Thread.onSpinWait();
        }
        vitals.timedOut();
    }

    private String unsent() {
        if (isConnected()) {
            return endings.waited();
        }
        Connector.ConnectFailure failure = connector.recentFailure();
        return endings.unavailable(failure == null ? "no connection was made in time" : failure.problem());
    }

    /** The timer's look at deadlines and at a connection that hangs. */
    void tick(long now, long timeoutNanos, long marginNanos, long idleNanos) {
        for (Iterator<Call> calls = queue.iterator(); calls.hasNext(); ) {
            Call call = calls.next();
            if (now - call.deadline() >= 0) {
                expire(call);
            }
            if (call.isEnded()) {
                // Nobody may come to poll it for long, while a connect hangs.
                calls.remove();
            }
        }
        link.tick(now, endings.timedOut());
        if (hasWork()) {
            // Who should have seen to it may have died of an error, or the machine had no thread to give.
            writer.wake();
        }
        SharedConnection c = link.current();
        if (c == null) {
            return;
        }
        c.expire(now, endings.timedOut());
        if (c.connection().isWriteOverdue(now, marginNanos) || c.isSilent(now, timeoutNanos + marginNanos)) {
            vitals.silent();
            link.retire(c, endings.timedOut());
        } else if (c.isIdle() && queue.isEmpty() && now - lastUsed > Math.min(DirectPool.TRIM_NANOS, idleNanos)) {
            rest(c, now - lastUsed > idleNanos);
        }
    }

    /** Gives back memory, or the whole connection, if it is still idle. */
    private void rest(SharedConnection c, boolean close) {
        if (WRITING.compareAndSet(this, false, true)) {
            try {
                c.connection().packet().trim();
                if (close && c.isIdle() && queue.isEmpty()) {
                    link.drop(c);
                }
            } finally {
                writing = false;
            }
            if (hasWork()) {
                writer.wake();
            }
        }
    }

    /** Whether nothing needs the timer. */
    boolean isIdle() {
        return queue.isEmpty() && link.isIdle();
    }

    void close() {
        closed = true;
        unavailable(endings.closed());
        link.close(endings.closedMeanwhile());
        writer.stop();
    }
}
