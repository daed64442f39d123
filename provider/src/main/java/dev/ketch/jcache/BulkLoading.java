// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * {@code loadAll}, by the cache's executor, which also calls the completion listeners. A loader that calls {@code
 * loadAll} itself, of this cache or another, has it done at once, on its own thread. Thread-safe.
 */
final class BulkLoading<K, V> {
    private static final System.Logger LOG = System.getLogger(BulkLoading.class.getName());

    private final CacheCore<K, V> core;
    private final Reads<K, V> reads;
    private final Loading<K, V> loading;
    private final Background background;
    private final Runnable openCheck;

    /** @param openCheck throws if the cache is closed */
    BulkLoading(
            CacheCore<K, V> core, Reads<K, V> reads, Loading<K, V> loading, Background background, Runnable openCheck) {
        this.core = core;
        this.reads = reads;
        this.loading = loading;
        this.background = background;
        this.openCheck = openCheck;
    }

    /** @param keys of the operation's own: the caller can change its objects before a thread comes to them */
    void loadAll(List<Slot> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        if (core.loader() == null) {
            tell(listener, null);
            return;
        }
        background.execute(() -> run(keys, replaceExisting, listener), why -> tell(listener, why));
    }

    private void run(List<Slot> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        Exception failure = null;
        try {
            load(keys, replaceExisting);
        } catch (Exception e) {
            failure = e;
        } catch (Throwable e) {
            failure = new CacheException("cache [" + core.name() + "]: loadAll failed", e);
        }
        tell(listener, failure);
    }

    private void tell(@Nullable CompletionListener listener, @Nullable Exception failure) {
        if (listener == null) {
            return;
        }
        try {
            AtWork.USER_CODE.run(() -> {
                if (failure == null) {
                    listener.onCompletion();
                } else {
                    listener.onException(failure);
                }
            });
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "cache [" + core.name() + "]: the completion listener of loadAll failed", e);
        }
    }

    /** Loads and returns when it is done; does nothing if there is no loader. */
    void load(List<Slot> keys, boolean replaceExisting) {
        CacheLoader<K, V> loader = core.loader();
        if (loader == null) {
            return;
        }
        FirstFailure heard = new FirstFailure();
        FirstFailure failure = new FirstFailure();
        try {
            for (List<Slot> slice : Slices.of(keys)) {
                openCheck.run();
                try {
                    load(slice, replaceExisting, loader);
                } catch (CacheEntryListenerException e) {
                    // What was loaded is there, and what a listener throws keeps nothing else from being loaded.
                    heard.add(e);
                }
            }
        } catch (RuntimeException e) {
            failure.add(e);
        }
        heard.addTo(failure);
        failure.rethrow();
    }

    private void load(List<Slot> slots, boolean replaceExisting, CacheLoader<K, V> loader) {
        List<Snapshot> read = core.store().batches().readAll(slots, true);
        Publisher<K, V> publisher = new Publisher<>(core);
        List<Snapshot> wanted = new ArrayList<>(reads.sweep(read, publisher));
        if (!replaceExisting) {
            wanted.removeIf(Snapshot::isLive);
        }
        if (!wanted.isEmpty()) {
            loading.loadAll(wanted, loader, replaceExisting);
        }
        publisher.finish();
    }
}
