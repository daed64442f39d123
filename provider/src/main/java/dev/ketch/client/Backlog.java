// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Response;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts the exchanges that were started and whose ends were not yet told. Transports bound what is under way to a
 * server; this bounds what has come back and waits for those who started it. Thread-safe.
 */
final class Backlog {
    private final LongSupplier maxOperations;
    private final LongSupplier maxBytes;
    private final AtomicLong operations = new AtomicLong();

    /** Of the values that have come and wait. */
    private final AtomicLong bytes = new AtomicLong();

    /** The bounds may change, as servers are added and removed. */
    Backlog(LongSupplier maxOperations, LongSupplier maxBytes) {
        this.maxOperations = maxOperations;
        this.maxBytes = maxBytes;
    }

    /** Counts an exchange, if there is room; the first one always gets in. */
    boolean enter(Exchange exchange) {
        int count = exchange.requests().size();
        while (true) {
            long now = operations.get();
            if (now != 0 && (now + count > maxOperations.getAsLong() || bytes.get() > maxBytes.getAsLong())) {
                return false;
            }
            if (operations.compareAndSet(now, now + count)) {
                return true;
            }
        }
    }

    /** The exchange has ended and waits to be told; returns the bytes to be given to {@link #leave}. */
    long arrived(Exchange exchange) {
        long length = 0;
        for (int i = 0; i < exchange.requests().size(); i++) {
            Response response = exchange.response(i);
            length += response == null ? 0 : response.value().length;
        }
        for (Response response : exchange.series()) {
            length += response.key().length + response.value().length;
        }
        bytes.addAndGet(length);
        return length;
    }

    /** The exchange was never begun, or its end has been told. */
    void leave(Exchange exchange, long arrived) {
        bytes.addAndGet(-arrived);
        operations.addAndGet(-exchange.requests().size());
    }

    boolean isEmpty() {
        return operations.get() == 0;
    }
}
