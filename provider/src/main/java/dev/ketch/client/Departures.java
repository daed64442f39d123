// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Worker;
import dev.ketch.client.server.ServerCare;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Servers that are on the list no more. They take calls as before as long as some are under way that chose them by the
 * list of before; then they are removed for good. One that is listed again until then is the same as before: were it
 * another, what was sent to the first could come to the server late, and the second would know nothing of it.
 * Thread-safe.
 */
final class Departures {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ReentrantLock lock = new ReentrantLock();

    /** By name, each with the time from which on it may be removed. Guarded by lock. */
    private final Map<String, Departure> leaving = new HashMap<>();

    private final long graceNanos;
    private final Worker worker = new Worker("ketch-departures", this::look);

    private record Departure(ConfiguredServer server, long from) {}

    /** @param timeout how long a call may take */
    Departures(Duration timeout) {
        this.graceNanos = timeout.toNanos();
    }

    void add(ConfiguredServer server) {
        lock.lock();
        try {
            leaving.put(server.name(), new Departure(server, System.nanoTime() + graceNanos));
        } finally {
            lock.unlock();
        }
        worker.wake();
    }

    /** The server of a name, if it has not left yet; it stays then. */
    @Nullable
    ConfiguredServer recall(String name) {
        lock.lock();
        try {
            Departure departure = leaving.remove(name);
            return departure == null ? null : departure.server();
        } finally {
            lock.unlock();
        }
    }

    List<ServerCare> leaving() {
        lock.lock();
        try {
            return leaving.values().stream().map(d -> d.server().care()).toList();
        } finally {
            lock.unlock();
        }
    }

    private long look() {
        long now = System.nanoTime();
        lock.lock();
        try {
            for (Iterator<Departure> i = leaving.values().iterator(); i.hasNext(); ) {
                Departure departure = i.next();
                ServerCare care = departure.server().care();
                if (now - departure.from() >= 0
                        && (care.transport().underWay() == 0 || now - departure.from() >= LONGEST_NANOS)) {
                    i.remove();
                    care.remove();
                    care.close();
                }
            }
            return leaving.isEmpty() ? Worker.NOTHING : LOOK_NANOS;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            leaving.values().forEach(departure -> departure.server().care().close());
            leaving.clear();
        } finally {
            lock.unlock();
        }
        worker.stop();
    }
}
