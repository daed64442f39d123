// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * {@code loadAll}: on threads of its own, daemons that end when idle. Thread-safe.
 *
 * <p>Completion listeners are called on those threads. A loader that calls {@code loadAll} itself, of this cache or
 * another, has it done at once, on its own thread.
 */
final class BulkLoading<K, V> implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int QUEUE = 1024;
    private static final long IDLE_SECONDS = 10;
    private final CacheCore<K, V> core;
    private final Loading<K, V> loading;
    private final Runnable openCheck;
    private final ThreadPoolExecutor executor;

    /** @param openCheck throws if the cache is closed */
    BulkLoading(CacheCore<K, V> core, Loading<K, V> loading, Runnable openCheck) {
        this.core = core;
        this.loading = loading;
        this.openCheck = openCheck;
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new LoadThread(task, "ketch-load-" + core.name() + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    void loadAll(Set<? extends K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        CacheLoader<K, V> loader = core.loader();
        if (loader == null) {
            if (listener != null) {
                listener.onCompletion();
            }
            return;
        }
        List<Slot> slots = new ArrayList<>(keys.size());
        // Keys of its own: the caller can change its objects before a thread comes to them.
        keys.forEach(key -> slots.add(core.store().detached(core.store().slot(key))));
        if (Thread.currentThread() instanceof LoadThread) {
            // A loader that loads: if it waited for another thread, all of them might be waiting.
            run(slots, replaceExisting, loader, listener);
            return;
        }
        try {
            executor.execute(() -> run(slots, replaceExisting, loader, listener));
        } catch (RejectedExecutionException e) {
            openCheck.run();
            throw new CacheException(
                    "cache [" + core.name() + "]: " + QUEUE + " calls of loadAll wait already; nothing was loaded", e);
        }
    }

    /** A thread of this class, whichever cache's it is. */
    private static final class LoadThread extends Thread {
        LoadThread(Runnable task, String name) {
            super(task, name);
        }
    }

    private void run(
            List<Slot> slots,
            boolean replaceExisting,
            CacheLoader<K, V> loader,
            @Nullable CompletionListener listener) {
        Exception failure = null;
        try {
            for (List<Slot> slice : Bulk.<Slot>slices(slots)) {
                openCheck.run();
                load(slice, replaceExisting, loader);
            }
        } catch (Exception e) {
            failure = e;
        } catch (Throwable e) {
            failure = new CacheException("cache [" + core.name() + "]: loadAll failed", e);
        }
        if (listener == null) {
            return;
        }
        if (failure == null) {
            listener.onCompletion();
        } else {
            listener.onException(failure);
        }
    }

    private void load(List<Slot> slots, boolean replaceExisting, CacheLoader<K, V> loader) {
        List<Snapshot> read = core.store().batches().readAll(slots, true);
        List<Snapshot> wanted = new ArrayList<>(read);
        if (!replaceExisting) {
            wanted.removeIf(Snapshot::isLive);
        }
        if (!wanted.isEmpty()) {
            loading.loadAll(wanted, loader, replaceExisting);
        }
    }

    /** What is queued still reaches its listener, as a failure. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
