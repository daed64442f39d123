// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
        // What waits in the queue has its permits still, so that there is not much of it.
        enders = new ThreadPoolExecutor(
                ENDERS, ENDERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("ketch-unfinished-end"));
        enders.allowCoreThreadTimeOut(true);
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

    /** Looks again, should that have ended for lack of a thread. */
    void watchAny() {
        if (!works.isEmpty()) {
            watch();
        }
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
            Set<Background> owners = new HashSet<>();
            for (Work<?> work : works) {
                if (closed || work.hasWaited(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))) {
                    endSoon(work);
                    owners.add(work.owner());
                }
            }
            owners.forEach(Background::forgetClaimed);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "asynchronous operations that no thread comes to could not all be ended", e);
        } finally {
            goOn();
        }
    }

    private void goOn() {
        idle = works.isEmpty() ? idle + 1 : 0;
        if (idle < IDLE_LOOKS) {
            lookLater();
            return;
        }
        idle = 0;
        looking.set(false);
        watchAny();
    }

    /** No thread has come to an operation, or none will. This thread runs nothing of what hangs on it, if there is another. */
    void endSoon(Work<?> work) {
        Runnable end = work.takeOver();
        if (end == null) {
            return;
        }
        try {
            enders.execute(end);
        } catch (RuntimeException | Error e) {
            // Closed, or the machine has no thread to give.
            end.run();
        }
    }

    /** A cache closes. */
    void closing(Background cache) {
        for (Work<?> work : works) {
            if (work.owner() == cache) {
                cache.closing(work, true);
            }
        }
    }

    /** After all caches and the client: what is done and was not told is told, by this thread. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        enders.shutdown();
        works.forEach(Work::endWithoutThread);
        for (Runnable end = enders.getQueue().poll();
                end != null;
                end = enders.getQueue().poll()) {
            end.run();
        }
    }

    /** Whether nobody looks any more. */
    boolean isClosed() {
        return closed;
    }
}
