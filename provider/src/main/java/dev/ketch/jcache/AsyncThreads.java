// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a manager's asynchronous operations: virtual ones where the JDK has them, else a few daemons that end
 * when idle. How many operations there may be is limited by {@link Background}. Thread-safe.
 */
final class AsyncThreads implements AutoCloseable {
    private static final String NAME = "ketch-async-";
    private static final long IDLE_SECONDS = 10;

    private final ClassLoader loader;
    private final Executor executor;
    private final @Nullable ThreadPoolExecutor pool;
    private final Semaphore room;
    private final int mostUnderWay;
    private final ByteBudget bytes;
    private final Unfinished unfinished = new Unfinished();

    /**
     * @param mostUnderWay how many operations may be under way or wait, for these threads and for each executor of a
     *     cache's own
     * @param mostBytes how many bytes of values writes may hold, on all of them
     * @param threads how many platform threads there are at most, where there are no virtual ones
     * @param loader the threads' context class loader
     */
    AsyncThreads(int mostUnderWay, long mostBytes, int threads, ClassLoader loader) {
        this.loader = loader;
        this.mostUnderWay = mostUnderWay;
        this.bytes = new ByteBudget(mostBytes);
        this.room = new Semaphore(mostUnderWay);
        ThreadFactory virtual = virtual();
        if (virtual != null) {
            pool = null;
            executor = task -> {
                Thread thread = virtual.newThread(task);
                thread.setContextClassLoader(loader);
                thread.start();
            };
        } else {
            AtomicInteger number = new AtomicInteger();
            pool = new ThreadPoolExecutor(
                    threads,
                    threads,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    task -> daemon(task, NAME + number.getAndIncrement()));
            pool.allowCoreThreadTimeOut(true);
            executor = pool;
        }
    }

    /** @param own the cache's own executor, if it has one */
    Background of(String cache, @Nullable Executor own) {
        return own == null
                ? new Background(cache, executor, this, room, null)
                : new Background(
                        cache,
                        own,
                        this,
                        new Semaphore(mostUnderWay),
                        new Handover(task -> daemon(task, "ketch-handover [" + cache + "]")));
    }

    /** Without the inheritable thread locals of whoever happens to need a thread first. */
    private Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }

    ByteBudget bytes() {
        return bytes;
    }

    Unfinished unfinished() {
        return unfinished;
    }

    /** Has these threads run what another executor does not; {@code false} if there are none. */
    boolean run(Executor other, Runnable task) {
        if (other == executor) {
            return false;
        }
        try {
            executor.execute(task);
            return true;
        } catch (RuntimeException | Error e) {
            // Closed, or the machine has no thread to give.
            return false;
        }
    }

    /** By reflection: what makes virtual threads is younger than the Java release that Ketch is compiled for. */
    private static @Nullable ThreadFactory virtual() {
        try {
            Method ofVirtual = Thread.class.getMethod("ofVirtual");
            Class<?> type = ofVirtual.getReturnType();
            Object builder = ofVirtual.invoke(null);
            builder = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 0L);
            builder = type.getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(builder, false);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            // An older JDK, or one that has them as a preview only.
            return null;
        }
    }

    /** To be called when caches and client are closed. What is queued then is ended. */
    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
        unfinished.close();
    }
}
