// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Worker;
import dev.ketch.client.server.ServerCare;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Servers that are on the list no more. For a while they take calls as before, since some chose them by the list of
 * before; then what is under way may end, and then they are closed. Thread-safe.
 */
final class Departures {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Each with the time from which on it takes no calls. */
    private final Map<ServerCare, Long> leaving = new ConcurrentHashMap<>();

    private final long graceNanos;
    private final Worker worker = new Worker("ketch-departures", this::look);

    /** @param timeout how long a call may take */
    Departures(Duration timeout) {
        this.graceNanos = timeout.toNanos();
    }

    void add(ServerCare care) {
        leaving.put(care, System.nanoTime() + graceNanos);
        worker.wake();
    }

    List<ServerCare> leaving() {
        return List.copyOf(leaving.keySet());
    }

    private long look() {
        long now = System.nanoTime();
        leaving.forEach((care, until) -> {
            if (now - until >= 0) {
                care.remove();
                // Whatever was begun before has ended by its own deadline one timeout later.
                if (care.transport().underWay() == 0 || now - until >= graceNanos) {
                    care.close();
                    leaving.remove(care);
                }
            }
        });
        return leaving.isEmpty() ? Worker.NOTHING : LOOK_NANOS;
    }

    void close() {
        leaving.keySet().forEach(ServerCare::close);
        leaving.clear();
        worker.stop();
    }
}
