// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.server;

import dev.ketch.client.Exchange;
import dev.ketch.client.Fence;
import dev.ketch.client.Outcome;
import dev.ketch.client.Server;
import dev.ketch.client.ServerEvent;
import dev.ketch.client.ServerState;
import dev.ketch.client.ServerStatus;
import dev.ketch.client.Settlement;
import dev.ketch.client.net.Deadlines;
import dev.ketch.client.net.Endpoint;
import dev.ketch.client.net.ServerTransport;
import dev.ketch.client.net.Transport;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** One server: its transport, its state, and its journal. Thread-safe. */
public final class ServerCare {
    private final Server server;
    private final Endpoint endpoint;
    private final ServerHealth health;
    private final ServerTransport transport;
    private final Repairer repairer;

    /**
     * @param rules how the server is judged, and how much is remembered for it
     * @param events told of transitions in their order; must only take note
     * @param returning called before a server that was down or offline takes calls again
     */
    public ServerCare(
            Server server,
            Endpoint endpoint,
            Deadlines deadlines,
            Rules rules,
            Consumer<ServerEvent> events,
            Consumer<ServerCare> returning) {
        this.server = server;
        this.endpoint = endpoint;
        this.health = new ServerHealth(
                server,
                new ServerHealth.Policy(endpoint.timeout(), rules.silences(), rules.firstProbe(), rules.longestProbe()),
                events);
        this.transport = new ServerTransport(endpoint, deadlines, health);
        this.repairer = new Repairer(server, transport, health, rules.journalLimit());
        health.govern(transport, () -> returning.accept(this), repairer::wake);
    }

    /**
     * How servers are judged.
     *
     * @param silences so many silent connections in a row take a server down
     * @param firstProbe pause before the first probe of a server that is down; each further one is twice as long
     * @param longestProbe longest pause between probes
     * @param journalLimit how many keys are remembered before fences are raised instead
     */
    public record Rules(int silences, Duration firstProbe, Duration longestProbe, int journalLimit) {}

    public Transport transport() {
        return transport;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public ServerState state() {
        return health.state();
    }

    /** What is known of the server. */
    public ServerStatus status() {
        Journal journal = repairer.journal();
        return new ServerStatus(
                server,
                health.state(),
                health.since(),
                health.reason(),
                transport.underWay(),
                transport.queuedBytes(),
                transport.quarantined(),
                health.timeouts(),
                health.errors(),
                journal.size(),
                journal.drops(),
                repairer.deleted(),
                repairer.raised());
    }

    /** An operator takes the server out of use. */
    public void markOffline() {
        health.markOffline();
    }

    /** An operator gives the server back. */
    public void markOnline() {
        health.markOnline();
    }

    /** The server is not on the list any more: from now on nothing is sent to it. */
    public void remove() {
        health.remove();
    }

    /** Whether what the server has for a key may be older than what this JVM wanted. */
    public boolean covers(byte[] key, Fence fence) {
        return repairer.journal().covers(key, fence);
    }

    /** A write was not sent, and nobody is told so. */
    public void dropped(byte[] key, Fence fence) {
        repairer.journal().dropped(key, fence);
    }

    /** Writes that were dropped or went unanswered, so far. */
    public long losses() {
        return repairer.journal().losses();
    }

    /** Everything that the owner has on the server is to be made void. */
    public void raise(Fence fence) {
        repairer.journal().raise(fence);
    }

    /** Looks at once whether something can be repaired. */
    public void repair() {
        repairer.wake();
    }

    /** An exchange has ended: remembers what it may have written, if nobody knows. */
    public void ended(Exchange exchange) {
        if (exchange.settlement() != null && exchange.outcome() == Outcome.UNKNOWN) {
            torn(exchange);
        }
    }

    /** An exchange broke off, and may not even have ended: the same for what it has sent. */
    public void torn(Exchange exchange) {
        Fence fence = exchange.fence();
        Settlement settlement = exchange.settlement();
        if (fence == null || settlement == null) {
            return;
        }
        List<Request> requests = exchange.requests();
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            if (exchange.response(i) == null && changesValue(request)) {
                if (!Arrays.equals(request.key(), fence.counterKey())) {
                    repairer.journal().unknown(request.key(), fence, settlement);
                } else if (isIncrement(request.opcode())) {
                    raise(fence);
                }
            }
        }
    }

    private static boolean isIncrement(Opcode opcode) {
        return opcode == Opcode.INCREMENT || opcode == Opcode.INCREMENTQ;
    }

    /** A touch that is lost leaves the value that was wanted, unless it was to be the end of it. */
    private static boolean changesValue(Request request) {
        return switch (request.opcode()) {
            case GAT, GATQ, GATK, GATKQ -> request.expires();
            case SET,
                    SETQ,
                    ADD,
                    ADDQ,
                    REPLACE,
                    REPLACEQ,
                    DELETE,
                    DELETEQ,
                    APPEND,
                    APPENDQ,
                    PREPEND,
                    PREPENDQ,
                    INCREMENT,
                    INCREMENTQ,
                    DECREMENT,
                    DECREMENTQ -> true;
            default -> false;
        };
    }

    /** Ends it all. What is not repaired yet is forgotten. */
    public void close() {
        // First, so that it does not take the end of connections for something to make up for.
        repairer.close();
        transport.close();
    }
}
