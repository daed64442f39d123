// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.Outcome;
import dev.ketch.client.ServerLimits;
import dev.ketch.client.Session;
import java.util.List;
import java.util.function.Consumer;

/** The engine for one server. */
public final class ServerTransport implements Transport {
    private final Endings endings;
    private final Connector connector;
    private final DirectPool pool;
    private final DirectPath direct;
    private final long timeoutNanos;
    private volatile boolean closed;

    public ServerTransport(Endpoint endpoint) {
        this.endings = new Endings(endpoint);
        this.connector = new Connector(endpoint);
        this.pool = new DirectPool(connector);
        this.direct = new DirectPath(endings, connector, pool);
        this.timeoutNanos = endpoint.timeout().toNanos();
    }

    @Override
    public void run(Exchange exchange) {
        if (closed) {
            exchange.end(Outcome.DISCONNECTED, null, endings.closed());
            return;
        }
        long deadline = System.nanoTime() + timeoutNanos;
        Session required = exchange.requiredSession();
        if (required != null) {
            if (!(required instanceof SessionMark mark)
                    || mark.connector() != connector
                    || !direct.runInSession(exchange, mark, deadline)) {
                exchange.end(Outcome.SESSION_LOST, null, endings.sessionLost());
            }
            return;
        }
        try {
            direct.run(exchange, deadline);
        } catch (DirectPool.Unavailable e) {
            exchange.end(Outcome.DISCONNECTED, null, endings.unavailable(e.problem()));
        }
    }

    @Override
    public void runAll(List<Exchange> exchanges) {
        exchanges.forEach(this::run);
    }

    @Override
    public void start(Exchange exchange, Consumer<Exchange> ended) {
        Threads.start("ketch-start", () -> {
            run(exchange);
            ended.accept(exchange);
        });
    }

    @Override
    public ServerLimits limits() {
        return connector.limits();
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
        connector.close();
    }
}
