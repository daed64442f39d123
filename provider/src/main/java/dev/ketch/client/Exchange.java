// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A few requests that travel to one server together, in order, and their answers.
 *
 * <p>The last request is never quiet: its answer tells that all answers before it have come, so a quiet request
 * without one has met its silent outcome.
 *
 * <p>Made and read by one thread; between {@link ExchangeRouter#run} and its return (or the stage's completion) it
 * belongs to the client.
 */
public final class Exchange {
    private final Server server;
    private final List<Request> requests;
    private final @Nullable Session session;
    private final @Nullable Fence fence;
    // The fields below are written by the client before it completes the exchange, and read after that.
    private final @Nullable Response[] responses;
    private final List<Response> series = new ArrayList<>(0);
    private @Nullable Outcome outcome;
    private @Nullable Session answeredOn;
    private @Nullable Settlement settlement;
    private String problem = "";

    /** As below, on any connection. */
    public Exchange(Server server, List<Request> requests) {
        this(server, requests, null);
    }

    /**
     * @param requests one or more, the last not quiet; STAT, which is answered many times, only alone; QUIT not at all
     * @param session where the exchange must run, or {@code null} for any connection
     */
    public Exchange(Server server, List<Request> requests, @Nullable Session session) {
        this(server, requests, session, null);
    }

    /**
     * @param fence if the client is to remember what this exchange should have written, should that be lost or unknown:
     *     what to raise where that is too much to remember; else {@code null}
     */
    public Exchange(Server server, List<Request> requests, @Nullable Session session, @Nullable Fence fence) {
        this.fence = fence;
        this.server = Objects.requireNonNull(server, "server");
        this.requests = List.copyOf(requests);
        this.session = session;
        if (requests.isEmpty() || requests.get(requests.size() - 1).opcode().isQuiet()) {
            throw new IllegalArgumentException("an exchange ends with a request that is always answered");
        }
        for (Request request : this.requests) {
            switch (request.opcode()) {
                case QUIT, QUITQ ->
                    throw new IllegalArgumentException(
                            request.opcode() + " ends the connection, so it cannot be part of an exchange");
                case STAT -> {
                    if (requests.size() > 1) {
                        throw new IllegalArgumentException("STAT is answered many times; it needs an exchange alone");
                    }
                }
                default -> {}
            }
        }
        this.responses = new Response[requests.size()];
    }

    public Server server() {
        return server;
    }

    public List<Request> requests() {
        return requests;
    }

    /** Where this exchange must run, or {@code null}. */
    public @Nullable Session requiredSession() {
        return session;
    }

    /** Whose writes these are, if they are to be remembered when they are lost. */
    public @Nullable Fence fence() {
        return fence;
    }

    public Outcome outcome() {
        Outcome o = outcome;
        if (o == null) {
            throw new IllegalStateException("the exchange with server [" + server.name() + "] has not ended");
        }
        return o;
    }

    /** Whether there is an outcome. */
    public boolean isEnded() {
        return outcome != null;
    }

    /** Whether every answer has come. */
    public boolean isAnswered() {
        return outcome() == Outcome.ANSWERED;
    }

    /** The answer to request {@code index}; {@code null} where a quiet request met its silent outcome or nothing came. */
    public @Nullable Response response(int index) {
        return responses[index];
    }

    /** The answers to a STAT before its last one, in the order in which they came. */
    public List<Response> series() {
        return Collections.unmodifiableList(series);
    }

    /** Where the answers came from: hand it to the exchange that writes with a CAS read here. */
    public @Nullable Session session() {
        return answeredOn;
    }

    /** What went wrong, a sentence that names the server; empty where the exchange was answered. */
    public String problem() {
        return problem;
    }

    /**
     * For an exchange that ended as {@link Outcome#UNKNOWN}: whether what it sent can still be done. {@code null} where it
     * sent nothing that changes anything.
     */
    public @Nullable Settlement settlement() {
        return settlement;
    }

    /** For the client, before the exchange ends as unknown. */
    public void settlement(Settlement when) {
        this.settlement = when;
    }

    /** For the client: an exchange of the same opcodes and nothing else. */
    public Exchange outline() {
        return new Exchange(
                server, requests.stream().map(r -> Request.outline(r.opcode())).toList());
    }

    /** For the client: keeps an answer. */
    public void answer(int index, Response response) {
        responses[index] = response;
    }

    /** For the client: keeps one of many answers to the only request. */
    public void answerMore(Response response) {
        series.add(response);
    }

    /** For the client: the exchange has ended. */
    public void end(Outcome how, @Nullable Session where, String why) {
        this.outcome = how;
        this.answeredOn = where;
        this.problem = why;
    }
}
