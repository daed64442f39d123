// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.protocol.ProtocolException;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The sentences that tell how an exchange with one server ended. */
final class Endings {
    private final String server;
    private final long timeoutMillis;
    private final BooleanSupplier clientClosed;

    Endings(Endpoint endpoint, BooleanSupplier clientClosed) {
        this.clientClosed = clientClosed;
        this.server = "server [" + endpoint.name() + "] ";
        this.timeoutMillis = endpoint.timeout().toMillis();
    }

    String timedOut() {
        return server + "did not answer within " + timeoutMillis
                + " ms; look at its load and the network, or raise the timeout";
    }

    String broken(IOException e) {
        if (clientClosed.getAsBoolean()) {
            return closedMeanwhile();
        }
        if (e instanceof ProtocolException) {
            return server + "sent what is no answer: " + e.getMessage();
        }
        return server + "closed the connection before it answered (" + e.getMessage()
                + "); look whether it was restarted";
    }

    String tornApart(Throwable e) {
        return server + "was sent a request in part only: " + e;
    }

    String closed() {
        return server + "was not asked: the client is closed";
    }

    String closedMeanwhile() {
        return server + "did not answer before the client was closed";
    }

    String waited() {
        return server + "was not asked: others' operations were ahead for the " + timeoutMillis
                + " ms of the timeout; raise it, or add servers";
    }

    String overloaded(long operations) {
        return server + "was not asked: " + operations + " operations wait for it already; slow down, add servers, or"
                + " raise maxQueuedOperations and maxQueuedBytes";
    }

    String abandoned(String problem) {
        return server + "was not asked, after what came before it in this batch: " + problem;
    }

    String sessionLost() {
        return server + "was not asked: the connection on which the CAS was read is gone; read again";
    }

    String unavailable(String problem) {
        return problem.startsWith("server [") ? problem : server + "was not asked: " + problem;
    }
}
