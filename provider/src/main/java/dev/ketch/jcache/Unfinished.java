// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The asynchronous operations of a manager that have not ended. One thread, which is there only while there are some,
 * looks now and then for those that no thread comes to: executors may be stopped, or drop what they are given.
 * Thread-safe.
 */
final class Unfinished implements AutoCloseable {
    /** As long as an operation waits for others elsewhere. */
    static final long PATIENCE_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(Unfinished.class.getName());
    private static final long PERIOD_MILLIS = 250;
    /** It goes on looking for a while, since to begin again is work for who asks for an operation. */
    private static final int IDLE_LOOKS = 8;

    private final Set<Work<?>> works = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean looking = new AtomicBoolean();
    /** Belongs to the thread; what it does next sees it. */
    private int idle;

    private volatile boolean closed;

    Unfinished() {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread t = new Thread(null, task, "ketch-unfinished", 0, false);
            t.setDaemon(true);
            t.setContextClassLoader(null);
            return t;
        });
        thread.setKeepAliveTime(1, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    void add(Work<?> work) {
        works.add(work);
        watch();
    }

    void remove(Work<?> work) {
        works.remove(work);
    }

    private void watch() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            lookLater();
        }
    }

    private void lookLater() {
        try {
            thread.schedule(this::look, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error e) {
            // Closed, or the machine has no thread to give: the next operation tries again.
            looking.set(false);
        }
    }

    private void look() {
        try {
            for (Work<?> work : works) {
                if (closed || work.hasWaited(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))) {
                    work.endWithoutThread();
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "what hangs on an asynchronous operation failed", e);
        }
        idle = works.isEmpty() ? idle + 1 : 0;
        if (idle < IDLE_LOOKS) {
            lookLater();
            return;
        }
        idle = 0;
        looking.set(false);
        if (!works.isEmpty()) {
            watch();
        }
    }

    /** No executor takes an operation. */
    void endSoon(Work<?> work) {
        try {
            thread.execute(work::endWithoutThread);
        } catch (RuntimeException | Error e) {
            // The manager is closed, or nothing can be run anywhere.
            work.endWithoutThread();
        }
    }

    /** A cache closes. */
    void closing(Background cache) {
        for (Work<?> work : works) {
            if (work.owner() == cache) {
                cache.closing(work);
            }
        }
    }

    /** After all caches and the client: what is done and was not told is told, by this thread. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        works.forEach(Work::endWithoutThread);
    }

    /** Whether nobody looks any more. */
    boolean isClosed() {
        return closed;
    }
}
