// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Settlement;
import dev.ketch.client.protocol.Codec;
import dev.ketch.client.protocol.ProtocolException;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.ResponseDecoder;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The shared connection: the calls that were sent on it and not yet answered, in the order of the wire, and the thread
 * that reads the answers. The server answers in order, so an answer belongs to the first of these calls or the stream is
 * damaged.
 */
final class SharedConnection {
    /** After so many times the silence that is suffered, a call must have been answered in full. */
    private static final int SLOWEST = 4;

    private final Connection connection;
    private final Codec codec;
    private final Connector connector;
    private final Quarantine quarantine;
    private final Owner owner;

    /** Added to by the writer, taken from by the reader; after the reader's end, by whoever looks. */
    private final Queue<Call> sent = new ConcurrentLinkedQueue<>();

    /** Packets with calls that are not answered. */
    private final AtomicInteger unanswered = new AtomicInteger();

    /** Why the connection was closed from this side, if it was. */
    private volatile @Nullable String closedBecause;

    private volatile @Nullable IOException writeFailure;

    /** Why the reader ended; written before {@code readerEnded}. */
    private volatile @Nullable IOException readFailure;

    private volatile boolean readerEnded;

    /** How it stands with what is not answered when the connection has ended. */
    private final Settlement settlement = new Settlement();

    /** Nothing is sent any more. */
    private volatile boolean retired;

    SharedConnection(Connection connection, Connector connector, Quarantine quarantine, Owner owner) {
        this.connection = connection;
        this.quarantine = quarantine;
        this.codec = connector.codec();
        this.connector = connector;
        this.owner = owner;
    }

    /** Who is told of what happens on the connection, by the reader's thread if nothing else is said. */
    interface Owner {
        /** A packet has been answered by all, or its last call, and no caller looks after the queue for it. */
        void windowOpened();

        /** A write failed; told by who wrote. */
        void unwritable(SharedConnection connection);

        /** A call was answered. */
        void answered();

        /** The connection is of no more use; what was sent on it and unanswered follows. */
        void ended(SharedConnection connection, @Nullable IOException cause);

        /** A call was sent, and its answer will not come. */
        void orphaned(Call call, String problem);

        /** The sentence that tells why answers will not come. */
        String explain(@Nullable IOException cause, @Nullable String closedBecause);
    }

    Connection connection() {
        return connection;
    }

    int unanswered() {
        return unanswered.get();
    }

    boolean isIdle() {
        return sent.isEmpty();
    }

    /** Whether calls can be sent on it. */
    boolean isUsable() {
        return !retired && !connection.isClosed();
    }

    /** Whether the reader has ended, or is about to without looking at anything more. */
    boolean hasEnded() {
        return readerEnded;
    }

    /** Whether a call waits for its answer and nothing at all has come for so long, or too little for much longer. */
    boolean isSilent(long now, long nanos) {
        Call oldest = sent.peek();
        if (oldest == null) {
            return false;
        }
        long age = now - oldest.sentAt();
        return age > SLOWEST * nanos || (age > nanos && now - connection.lastArrival() > nanos);
    }

    /** Ends the calls whose deadline has passed; their places stay, so that late answers find them. */
    void expire(long now, String problem) {
        for (Call call : sent) {
            if (now - call.deadline() >= 0) {
                call.endUnknown(problem);
            }
        }
    }

    /**
     * Sends a packet of calls that were claimed for it. The caller holds the writing side. If this throws, some of the
     * calls may not be among those that were sent, and the connection is torn.
     */
    void send(List<Call> batch, long writeDeadline) {
        long horizon = connector.newestSerial();
        long now = System.nanoTime();
        // Taken back only when all is written: an error, of memory or stack, may leave half a request in the packet.
        connection.beginWrite(writeDeadline);
        unanswered.incrementAndGet();
        int last = batch.size() - 1;
        for (int i = 0; i <= last; i++) {
            Call call = batch.get(i);
            call.prepare(connection.takeOpaques(call.operations()), horizon, now, i == last);
            sent.add(call);
        }
        try {
            for (Call call : batch) {
                List<Request> requests = call.takeUnsent();
                for (int i = 0; i < requests.size(); i++) {
                    codec.encode(requests.get(i), call.firstOpaque() + i, connection.packet());
                }
            }
            connection.packet().flush();
        } catch (IOException e) {
            writeFailure = e;
            batch.forEach(Call::takeUnsent);
            owner.unwritable(this);
        }
        connection.endWrite();
        if (readerEnded) {
            // The reader may have looked for orphans before these calls were added.
            orphan(readFailure);
        }
    }

    /**
     * Nothing is sent any more. What was sent may still be answered; the reader ends the connection when the server has
     * closed its side.
     */
    void retire(@Nullable String because) {
        if (closedBecause == null) {
            closedBecause = because;
        }
        retired = true;
        connection.halfClose();
    }

    /** Closes the connection; the reader then ends it. */
    void close(@Nullable String because) {
        if (closedBecause == null) {
            closedBecause = because;
        }
        connection.close();
    }

    /** Starts the thread that reads; if there is none to be had, the connection ends at once. */
    void start(String readerName) {
        try {
            Threads.start(readerName, this::read);
        } catch (VirtualMachineError e) {
            end(new IOException("no thread could be started to read it", e), false);
        }
    }

    private void read() {
        IOException cause = null;
        boolean streamEnded = false;
        try {
            ResponseDecoder decoder = connection.decoder();
            while (true) {
                while (decoder.next()) {
                    deliver(decoder);
                }
                connection.read(0);
            }
        } catch (ProtocolException e) {
            cause = e;
        } catch (IOException e) {
            cause = e;
            streamEnded = true;
        } finally {
            end(cause, streamEnded);
        }
    }

    private void end(@Nullable IOException cause, boolean streamEnded) {
        try {
            if (streamEnded) {
                // It was the server that ended it, unless this side had closed it before.
                boolean settled = !connection.isClosed();
                connection.close();
                settlement.end(settled);
            } else {
                // The server goes on with what it was sent, though its answers can no longer be read.
                quarantine.add(connection, settlement);
            }
        } finally {
            // Whatever fails here, for want of memory say: no call may be left behind.
            readFailure = cause;
            readerEnded = true;
            try {
                owner.ended(this, cause);
            } finally {
                orphan(cause);
            }
        }
    }

    private void deliver(ResponseDecoder decoder) throws ProtocolException {
        Call call = sent.peek();
        if (call == null) {
            throw new ProtocolException("an answer came that nobody asked for; the stream is damaged");
        }
        List<Request> requests = call.requests();
        int index = decoder.opaque() - call.firstOpaque();
        Answers.check(requests, call.nextAnswer(), index, decoder.opcode());
        if (!decoder.isLast()) {
            if (!call.isEnded()) {
                call.answerMore(decoder.response());
            }
            return;
        }
        call.heard(index);
        if (!call.isEnded()) {
            call.answer(index, decoder.response());
        }
        if (index < requests.size() - 1) {
            return;
        }
        SessionMark session = new SessionMark(connector, connection.address(), call.horizon());
        // From here on nobody but this thread finds the call, and nothing is allocated that it needs to end.
        sent.poll();
        owner.answered();
        boolean opens = call.endsBatch();
        if (opens) {
            // Before the call ends: its caller looks whether it may send what waits.
            unanswered.decrementAndGet();
        }
        boolean ended = call.endAnswered(session);
        if (!ended) {
            call.settle(true);
        }
        if (opens && !(ended && call.hasWritingWaiter())) {
            owner.windowOpened();
        }
    }

    private void orphan(@Nullable IOException cause) {
        IOException failed = writeFailure;
        String problem = owner.explain(failed != null ? failed : cause, closedBecause);
        for (Call call = sent.poll(); call != null; call = sent.poll()) {
            call.settleWith(settlement);
            owner.orphaned(call, problem);
        }
    }
}
