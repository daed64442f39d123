// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.protocol.ProtocolException;
import java.io.IOException;

/** The sentences that tell how an exchange with one server ended. */
final class Endings {
    private final String server;
    private final long timeoutMillis;

    Endings(Endpoint endpoint) {
        this.server = "server [" + endpoint.name() + "] ";
        this.timeoutMillis = endpoint.timeout().toMillis();
    }

    String timedOut() {
        return server + "did not answer within " + timeoutMillis
                + " ms; look at its load and the network, or raise the timeout";
    }

    String broken(IOException e) {
        if (e instanceof ProtocolException) {
            return server + "sent what is no answer: " + e.getMessage();
        }
        return server + "closed the connection before it answered (" + e.getMessage()
                + "); look whether it was restarted";
    }

    String closed() {
        return server + "was not asked: the client is closed";
    }

    String sessionLost() {
        return server + "was not asked: the connection on which the CAS was read is gone; read again";
    }

    String unavailable(String problem) {
        return problem.startsWith("server [") ? problem : server + "was not asked: " + problem;
    }
}
