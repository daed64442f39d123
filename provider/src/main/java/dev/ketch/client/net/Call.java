// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.Outcome;
import dev.ketch.client.Settlement;
import dev.ketch.client.protocol.ProtocolException;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange on the shared path. Several may want to end it (the reader with an answer, the caller or the timer at the
 * deadline, whoever finds the connection dead): the state decides, and only who moved it to {@code ENDING} touches the
 * exchange. So an answer that comes late finds the call ended and changes nothing.
 */
final class Call {
    private static final int QUEUED = 0;
    private static final int SENT = 1;
    private static final int ENDING = 2;
    private static final int ENDED = 3;
    private static final VarHandle STATE;
    private static final VarHandle SETTLEMENT;
    private static final Settlement SETTLED = Settlement.settled();

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Call.class, "state", int.class);
            SETTLEMENT = MethodHandles.lookup().findVarHandle(Call.class, "settlement", Settlement.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Admission admission;
    private final int operations;
    private final long bytes;
    private final long deadline;
    private final long queuedAt = System.nanoTime();
    private final boolean waiterWrites;

    // Both belong to who ended the call, and are let go of then.
    private @Nullable Thread waiter;
    private @Nullable Consumer<Call> listener;

    /** Belongs to who ended the call from then on; who reads it meanwhile finds the same opcodes in any case. */
    private Exchange exchange;

    @SuppressWarnings("unused") // through STATE
    private volatile int state;

    /** How it stands with what was sent and not answered in time: made by who needs it first. */
    @SuppressWarnings("unused") // through SETTLEMENT
    private volatile @Nullable Settlement settlement;

    /**
     * What is to be sent; belongs to the writer from {@link #send} to {@link #takeUnsent}. The call may end meanwhile, and
     * let go of its exchange, while the packet must be written as it was begun.
     */
    private List<Request> unsent = List.of();

    // Written by the writer before the call is put where the reader finds it.
    private int firstOpaque;
    private long horizon;
    private long sentAt;
    private boolean endsBatch;

    // Belong to the reader while the call is sent.
    private @Nullable Response @Nullable [] answers;
    private List<Response> series = List.of();
    private int nextAnswer;
    private boolean retried;

    private Call(
            Exchange exchange,
            long bytes,
            long deadline,
            Admission admission,
            @Nullable Thread waiter,
            boolean waiterWrites,
            @Nullable Consumer<Call> listener) {
        this.exchange = exchange;
        this.operations = exchange.requests().size();
        this.bytes = bytes;
        this.deadline = deadline;
        this.admission = admission;
        this.waiter = waiter;
        this.waiterWrites = waiterWrites;
        this.listener = listener;
    }

    /** A call that the current thread will wait for. */
    static Call awaited(Exchange exchange, long bytes, long deadline, Admission admission, boolean waiterWrites) {
        return new Call(exchange, bytes, deadline, admission, Thread.currentThread(), waiterWrites, null);
    }

    /** A call whose end is told, once, by some thread of the engine. */
    static Call told(Exchange exchange, long bytes, long deadline, Admission admission, Consumer<Call> listener) {
        return new Call(exchange, bytes, deadline, admission, null, false, listener);
    }

    Exchange exchange() {
        return exchange;
    }

    List<Request> requests() {
        return exchange.requests();
    }

    int operations() {
        return operations;
    }

    long bytes() {
        return bytes;
    }

    long deadline() {
        return deadline;
    }

    long queuedAt() {
        return queuedAt;
    }

    int firstOpaque() {
        return firstOpaque;
    }

    long horizon() {
        return horizon;
    }

    long sentAt() {
        return sentAt;
    }

    boolean endsBatch() {
        return endsBatch;
    }

    /** Whether a thread waits that looks after the queue when it goes on. */
    boolean hasWritingWaiter() {
        return waiterWrites;
    }

    boolean isEnded() {
        return state >= ENDING;
    }

    /** Claims a queued call for sending; {@code false} if it has ended meanwhile. */
    boolean send() {
        // Before: once it is sent, it may end, and forget them.
        List<Request> requests = exchange.requests();
        if (!STATE.compareAndSet(this, QUEUED, SENT)) {
            return false;
        }
        unsent = requests;
        return true;
    }

    /** For the writer, once: the requests, all of them even if the call has ended. Whoever does not send them takes them
     * too, to let go of them. */
    List<Request> takeUnsent() {
        List<Request> requests = unsent;
        unsent = List.of();
        return requests;
    }

    /** What the reader must know of a call that is about to be sent. */
    void prepare(int firstOpaque, long horizon, long now, boolean endsBatch) {
        this.firstOpaque = firstOpaque;
        this.horizon = horizon;
        this.sentAt = now;
        this.endsBatch = endsBatch;
        this.nextAnswer = 0;
    }

    /** The place among the requests after that of the last answer, even if the call has ended meanwhile. */
    int nextAnswer() {
        return nextAnswer;
    }

    /** The answer to request {@code index} came. */
    void heard(int index) {
        nextAnswer = index + 1;
    }

    /** Puts a sent call back to be sent once more, if it only reads and nothing was heard of it. */
    boolean retry() {
        if (retried || nextAnswer > 0 || !Request.areReads(exchange.requests())) {
            return false;
        }
        retried = true;
        return STATE.compareAndSet(this, SENT, QUEUED);
    }

    /** Keeps an answer until all have come. */
    void answer(int index, Response response) {
        @Nullable Response[] kept = answers;
        if (kept == null) {
            kept = new Response[operations];
            answers = kept;
        }
        kept[index] = response;
    }

    /** Keeps one of many answers to the only request until the last has come. */
    void answerMore(Response response) throws ProtocolException {
        // Who ends the call meanwhile empties the field.
        List<Response> kept = series;
        if (kept.isEmpty()) {
            kept = new ArrayList<>();
            series = kept;
        }
        Answers.checkSeries(kept.size());
        kept.add(response);
    }

    /** Every answer has come. */
    boolean endAnswered(SessionMark session) {
        if (!claim(SENT)) {
            return false;
        }
        giveAnswers();
        finish(Outcome.ANSWERED, session, "");
        return true;
    }

    private void giveAnswers() {
        try {
            copyAnswers();
        } catch (RuntimeException | Error e) {
            // There is no memory. Nobody else can end the call any more.
            finish(Outcome.UNKNOWN, null, "the answers came and could not be kept");
            throw e;
        }
    }

    private void copyAnswers() {
        @Nullable Response[] kept = answers;
        if (kept != null) {
            for (int i = 0; i < kept.length; i++) {
                Response r = kept[i];
                if (r != null) {
                    exchange.answer(i, r);
                }
            }
        }
        series.forEach(exchange::answerMore);
    }

    /** Ends the call if it has not been sent. */
    boolean endUnsent(Outcome outcome, String problem) {
        if (!claim(QUEUED)) {
            return false;
        }
        finish(outcome, null, problem);
        return true;
    }

    /** As {@link #endUnknown}, with the answers that have come; for when nobody reads any more. */
    boolean endOrphaned(String problem) {
        if (!claim(SENT)) {
            return false;
        }
        giveAnswers();
        finishUnknown(problem);
        return true;
    }

    /** Ends the call as unknown if it has been sent. */
    boolean endUnknown(String problem) {
        if (!claim(SENT)) {
            return false;
        }
        finishUnknown(problem);
        return true;
    }

    private void finishUnknown(String problem) {
        if (!Request.areReads(exchange.requests())) {
            SETTLEMENT.compareAndSet(this, null, new Settlement());
            Settlement made = settlement;
            if (made != null) {
                exchange.settlement(made);
            }
        }
        finish(Outcome.UNKNOWN, null, problem);
    }

    /** What was sent is done, or never will be ({@code true}), or nobody will know ({@code false}). */
    void settle(boolean settled) {
        if (settled && SETTLEMENT.compareAndSet(this, null, SETTLED)) {
            return;
        }
        SETTLEMENT.compareAndSet(this, null, new Settlement());
        Settlement made = settlement;
        if (made != null) {
            made.end(settled);
        }
    }

    /** As {@link #settle}, once that is known. */
    void settleWith(Settlement other) {
        other.whenOver(this::settle);
    }

    private boolean claim(int from) {
        return STATE.compareAndSet(this, from, ENDING);
    }

    private void finish(Outcome outcome, @Nullable SessionMark session, String problem) {
        answers = null;
        series = List.of();
        exchange.end(outcome, session, problem);
        admission.leave(operations, bytes);
        Thread awaiting = waiter;
        Consumer<Call> told = listener;
        // It may keep its place among those that were sent for as long as the server likes, but not its values: a
        // listener
        // knows the whole batch, or the stage.
        waiter = null;
        listener = null;
        state = ENDED;
        if (awaiting != null) {
            LockSupport.unpark(awaiting);
        }
        if (told != null) {
            told.accept(this);
        }
        if (outcome == Outcome.UNKNOWN) {
            exchange = exchange.outline();
        }
    }

    /** Waits until the call has ended or its deadline has passed. Interrupts are kept for later. */
    boolean await() {
        boolean interrupted = false;
        try {
            while (state != ENDED) {
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, remaining);
                interrupted |= Thread.interrupted();
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits the moment that another thread needs to fill in how the call ended. */
    void awaitEnd() {
        while (state != ENDED) {
            Thread.onSpinWait();
        }
    }
}
