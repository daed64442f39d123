// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a source of servers every so often, and hands on what it gives twice in a row: a file that is just being
 * written is not believed. Thread-safe.
 */
final class ServerWatch implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(MemcachedClient.class.getName());
    private static final long LONGEST_CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerSource source;
    private final long pauseNanos;
    private final Consumer<List<ClientSettings.Node>> change;
    private final Worker worker = new Worker("ketch-servers", this::look);
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    // Guarded by lock.
    private @Nullable List<ClientSettings.Node> handedOn;
    private @Nullable List<ClientSettings.Node> seen;
    private @Nullable String problem;
    private boolean said;

    /** @param change told of lists, the same ones again too; what it throws is logged */
    ServerWatch(ServerSource source, Duration every, Consumer<List<ClientSettings.Node>> change) {
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
            boolean settled = read();
            return settled ? pauseNanos : Math.min(pauseNanos, LONGEST_CONFIRM_NANOS);
        } finally {
            lock.unlock();
        }
    }

    /** Reads and hands on at once; throws what the source or the change throws. */
    void readNow() {
        lock.lock();
        try {
            seen = source.read();
            handedOn = seen;
            change.accept(seen);
            problem = null;
        } finally {
            lock.unlock();
        }
    }

    /** Guarded by lock; returns whether there is nothing that needs a second look. */
    private boolean read() {
        try {
            List<ClientSettings.Node> now = source.read();
            boolean twice = now.equals(seen);
            seen = now;
            if (!twice) {
                return now.equals(handedOn);
            }
            if (!now.equals(handedOn)) {
                change.accept(now);
                handedOn = now;
            }
            problem = null;
        } catch (RuntimeException e) {
            seen = null;
            return failed(e);
        }
        return true;
    }

    /** Says once what goes wrong twice in a row; guarded by lock; returns whether there is nothing that needs a second look. */
    private boolean failed(RuntimeException e) {
        String now = String.valueOf(e.getMessage());
        if (!now.equals(problem)) {
            problem = now;
            said = false;
            return false;
        }
        if (!said && !closed) {
            said = true;
            LOGGER.log(System.Logger.Level.WARNING, "the list of servers stays as it is: " + now);
            LOGGER.log(System.Logger.Level.DEBUG, "the list of servers stays as it is", e);
        }
        return true;
    }

    /** What is under way may end. */
    @Override
    public void close() {
        closed = true;
        worker.stop();
    }
}
