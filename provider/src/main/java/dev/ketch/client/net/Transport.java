// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.ServerLimits;
import java.util.List;
import java.util.function.Consumer;

/** Carries exchanges to one server. Thread-safe. */
public interface Transport extends AutoCloseable {
    /** Runs an exchange and returns when it has ended. */
    void run(Exchange exchange);

    /** Runs exchanges in order, a bounded number at a time, and returns when all have ended. */
    void runAll(List<Exchange> exchanges);

    /**
     * Starts an exchange without touching a socket.
     *
     * @param ended called once when the exchange has ended, by a thread that must not be held up
     */
    void start(Exchange exchange, Consumer<Exchange> ended);

    /** The limits that the server told last, or memcached's defaults. */
    ServerLimits limits();

    @Override
    void close();
}
