// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.server;

import dev.ketch.client.Exchange;
import dev.ketch.client.Server;
import dev.ketch.client.net.Transport;
import dev.ketch.client.net.Worker;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Makes up at one server for what its journal holds, whenever the server takes commands. */
final class Repairer {
    private static final int BATCH = 200;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** In an INCREMENT: fail where there is no counter, rather than create one. */
    private static final int DO_NOT_CREATE = 0xffff_ffff;

    private final Server server;
    private final Transport transport;
    private final ServerHealth health;
    private final Journal journal;
    private final Worker worker;
    private final LongAdder deleted = new LongAdder();
    private final LongAdder raised = new LongAdder();
    private volatile boolean closed;

    Repairer(Server server, Transport transport, ServerHealth health, int limit) {
        this.server = server;
        this.transport = transport;
        this.health = health;
        this.worker = new Worker("ketch-repair-" + server.name(), this::repair);
        this.journal = new Journal(server.name(), limit, this::wakeIfOfUse);
    }

    Journal journal() {
        return journal;
    }

    void wake() {
        worker.wake();
    }

    /** A server that is down is repaired when it is back, and its return wakes too. */
    private void wakeIfOfUse() {
        if (health.state().admitsCalls()) {
            worker.wake();
        }
    }

    void close() {
        closed = true;
        worker.stop();
        journal.close();
    }

    long deleted() {
        return deleted.sum();
    }

    long raised() {
        return raised.sum();
    }

    private long repair() {
        while (!closed && health.state().admitsCalls()) {
            List<Journal.Raise> raises = journal.raises();
            List<Journal.Entry> keys = journal.repairable(BATCH);
            if (raises.isEmpty() && keys.isEmpty()) {
                // If something is left, it waits to be settled, and wakes this when it is.
                journal.ifEmpty(health::repaired);
                return Worker.NOTHING;
            }
            boolean done = true;
            for (Journal.Raise raise : raises) {
                done &= raise(raise);
            }
            if (!keys.isEmpty()) {
                done &= delete(keys);
            }
            if (!done) {
                return PAUSE_NANOS;
            }
        }
        // Woken again when the server returns.
        return Worker.NOTHING;
    }

    private boolean raise(Journal.Raise raise) {
        byte[] key = raise.fence().counterKey();
        Response response = run(List.of(Request.increment(key, 1, 0, DO_NOT_CREATE)));
        if (response == null) {
            return false;
        }
        if (response.status() == Status.NON_NUMERIC) {
            // Not a counter: without one, everything is void just as well.
            response = run(List.of(Request.delete(key, 0)));
        }
        if (response != null && (response.isOk() || response.status() == Status.NOT_FOUND)) {
            // Counted before anybody can see that it is done.
            raised.increment();
            journal.raised(raise);
            return true;
        }
        return false;
    }

    private boolean delete(List<Journal.Entry> keys) {
        List<Request> requests = new ArrayList<>(keys.size() + 1);
        for (Journal.Entry entry : keys) {
            requests.add(Request.deleteQuiet(entry.key(), 0));
        }
        requests.add(Request.noop());
        Exchange exchange = new Exchange(server, requests);
        transport.runUrgently(exchange);
        if (!exchange.isAnswered()) {
            return false;
        }
        List<Journal.Entry> gone = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            Response error = exchange.response(i);
            if (error == null || error.status() == Status.NOT_FOUND) {
                gone.add(keys.get(i));
            }
        }
        deleted.add(gone.size());
        journal.repaired(gone);
        return gone.size() == keys.size();
    }

    private @Nullable Response run(List<Request> requests) {
        Exchange exchange = new Exchange(server, requests);
        transport.runUrgently(exchange);
        return exchange.isAnswered() ? exchange.response(0) : null;
    }
}
