// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The asynchronous operations of a manager that have not ended. One thread, which is there only while there are some,
 * looks now and then for those that no thread comes to: executors may be stopped, or hang, or drop what they are given.
 * Thread-safe.
 */
final class Unfinished implements AutoCloseable {
    /** As long as an operation waits for others elsewhere. */
    static final long PATIENCE_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(Unfinished.class.getName());
    private static final long PERIOD_MILLIS = 250;
    /** It goes on looking for a while, since to begin again is work for who asks for an operation. */
    private static final int IDLE_LOOKS = 8;
    /** What hangs on stages may hang in its turn: so many times, until ends wait for it. */
    private static final int ENDERS = 4;

    private final Set<Work<?>> works = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor thread;
    private final ThreadPoolExecutor enders;
    private final AtomicBoolean looking = new AtomicBoolean();
    /** Belongs to the thread; what it does next sees it. */
    private int idle;

    private volatile boolean closed;

    Unfinished() {
        thread = new ScheduledThreadPoolExecutor(1, daemons("ketch-unfinished"));
        thread.setKeepAliveTime(1, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        enders = new ThreadPoolExecutor(
                0,
                ENDERS,
                1,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemons("ketch-unfinished-end"),
                // Not the policy of the JDK, which drops what comes after the end.
                (end, pool) -> end.run());
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread t = new Thread(null, task, name, 0, false);
            t.setDaemon(true);
            t.setContextClassLoader(null);
            return t;
        };
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
        Set<Background> owners = new HashSet<>();
        try {
            for (Work<?> work : works) {
                if (closed || work.hasWaited(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))) {
                    endSoon(work);
                    owners.add(work.owner());
                }
            }
            owners.forEach(Background::forgetClaimed);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "asynchronous operations that no thread comes to could not all be ended", e);
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

    /** No thread has come to an operation, or none will. */
    void endSoon(Work<?> work) {
        Runnable end = work.takeOver();
        if (end == null) {
            return;
        }
        try {
            enders.execute(end);
        } catch (RuntimeException | Error e) {
            // The machine has no thread to give.
            end.run();
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
        enders.shutdown();
    }

    /** Whether nobody looks any more. */
    boolean isClosed() {
        return closed;
    }
}
