// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a source of servers every so often, and hands on what it gives twice in a row: a file that is just being
 * written is not believed, and neither is one failure. Thread-safe.
 */
final class ServerWatch implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(MemcachedClient.class.getName());
    private static final long LONGEST_CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerSource source;
    private final long pauseNanos;
    private final BiConsumer<ServerWatch, List<ClientSettings.Node>> change;
    private final Worker worker = new Worker("ketch-servers", this::look);
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    // Guarded by lock.
    private @Nullable List<ClientSettings.Node> handedOn;
    private @Nullable List<ClientSettings.Node> seen;
    private int failures;

    /** @param change told of lists, the same ones again too */
    ServerWatch(ServerSource source, Duration every, BiConsumer<ServerWatch, List<ClientSettings.Node>> change) {
        this.source = source;
        this.pauseNanos = every.toNanos();
        this.change = change;
    }

    void start() {
        worker.wake();
    }

    private long look() {
        lock.lock();
        try {
            if (closed) {
                return Worker.NOTHING;
            }
            return read() ? pauseNanos : Math.min(pauseNanos, LONGEST_CONFIRM_NANOS);
        } finally {
            lock.unlock();
        }
    }

    /** Reads and hands on at once; throws what the source or the change throws. */
    void readNow() {
        lock.lock();
        try {
            List<ClientSettings.Node> now = List.copyOf(source.read());
            seen = now;
            change.accept(this, now);
            handedOn = now;
            failures = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Guarded by lock; returns whether there is nothing that needs a second look. */
    private boolean read() {
        try {
            // The source may go on with a list of its own.
            List<ClientSettings.Node> now = List.copyOf(source.read());
            if (!now.equals(seen)) {
                seen = now;
                return now.equals(handedOn);
            }
            if (!now.equals(handedOn)) {
                change.accept(this, now);
                handedOn = now;
            }
            failures = 0;
            return true;
        } catch (RuntimeException e) {
            seen = null;
            return failed(e);
        }
    }

    private boolean failed(RuntimeException e) {
        failures++;
        if (failures == 2 && !closed) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "the list of servers stays as it is, as long as what it follows cannot be used: " + e.getMessage());
            LOGGER.log(System.Logger.Level.DEBUG, "the list of servers stays as it is", e);
        }
        return failures > 1;
    }

    /** What is under way may end. */
    @Override
    public void close() {
        closed = true;
        worker.stop();
    }
}
