// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.ListingException;
import dev.ketch.client.Server;
import dev.ketch.jcache.store.Scan;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the entries, one server after the other, while the servers list their keys. It is no snapshot: entries
 * that come or go meanwhile may be met or not. What it returns was there a moment ago. For one thread.
 */
final class Iteration<K, V> implements Iterator<Cache.Entry<K, V>> {
    private final CacheCore<K, V> core;
    private final Reads<K, V> reads;
    private final Runnable openCheck;
    private final Consumer<K> remover;
    private final Iterator<Server> servers;
    private final Deque<Snapshot> read = new ArrayDeque<>();
    /** Met past their deadline, and nobody told of it yet. */
    private final List<Snapshot> dead = new ArrayList<>();

    private @Nullable Server server;
    private @Nullable Scan scan;
    /** What {@code hasNext} has promised: it is returned though its time may end meanwhile. */
    private @Nullable Snapshot promised;

    private @Nullable Slot last;
    private @Nullable RuntimeException broken;

    /**
     * @param openCheck throws if the cache is closed
     * @param remover removes a key's entry from the cache
     */
    Iteration(CacheCore<K, V> core, Reads<K, V> reads, Runnable openCheck, Consumer<K> remover) {
        this.core = core;
        this.reads = reads;
        this.openCheck = openCheck;
        this.remover = remover;
        this.servers = core.store().servers().iterator();
    }

    /**
     * Also where nobody knows, since a server cannot list its keys: {@code next} then says so. Spring empties a cache by
     * asking this first, and needs no list for the rest.
     */
    @Override
    public boolean hasNext() {
        openCheck.run();
        if (promised == null) {
            try {
                promised = upcoming();
            } catch (UnsupportedOperationException e) {
                return true;
            }
        }
        return promised != null;
    }

    @Override
    public Cache.Entry<K, V> next() {
        openCheck.run();
        long start = core.start();
        Snapshot entry = promised == null ? upcoming() : promised;
        if (entry == null) {
            throw new NoSuchElementException("cache [" + core.name() + "] has no further entry");
        }
        promised = null;
        read.remove();
        last = entry.slot();
        core.countGets(1, 0, start);
        try {
            reads.accessed(entry);
        } catch (CacheEntryListenerException e) {
            throw e;
        } catch (CacheException e) {
            throw broken(e);
        }
        return new KetchEntry<>(core.key(entry.slot()), core.value(entry));
    }

    @Override
    public void remove() {
        openCheck.run();
        Slot slot = last;
        if (slot == null) {
            throw new IllegalStateException("next() has not been called, or its entry was removed already");
        }
        last = null;
        remover.accept(core.key(slot));
    }

    /** The entry that {@code next} is to return, not taken yet. */
    private @Nullable Snapshot upcoming() {
        while (true) {
            if (!dead.isEmpty()) {
                bury();
            }
            Snapshot head = read.peek();
            if (head == null) {
                if (!fill()) {
                    return null;
                }
            } else if (head.isLiveAt(core.clock().getAsLong())) {
                return head;
            } else {
                takeDead();
            }
        }
    }

    private void takeDead() {
        long now = core.clock().getAsLong();
        for (Snapshot head = read.peek(); head != null && !head.isLiveAt(now); head = read.peek()) {
            dead.add(read.remove());
        }
    }

    /** Tells the listeners of entries that were met past their deadline; what they throw does not end the iteration. */
    private void bury() {
        List<Snapshot> met = List.copyOf(dead);
        dead.clear();
        Publisher<K, V> publisher = new Publisher<>(core);
        reads.bury(met, publisher);
        publisher.finish();
    }

    /** Reads on; false at the end of the last server. */
    private boolean fill() {
        if (broken != null) {
            throw broken;
        }
        try {
            if (scan == null) {
                if (!servers.hasNext()) {
                    return false;
                }
                server = servers.next();
                scan = begin(server);
                if (scan == null) {
                    return true;
                }
            }
            List<Snapshot> more = scan.next();
            if (more == null) {
                endScan();
            } else {
                read.addAll(more);
                dead.addAll(scan.expired());
            }
            return true;
        } catch (ListingException e) {
            if (isGone()) {
                return true;
            }
            throw broken(unlistable(core.name(), e));
        } catch (CacheException e) {
            if (isGone()) {
                return true;
            }
            throw broken(e);
        } catch (UnsupportedOperationException e) {
            throw broken(e);
        } catch (RuntimeException | Error e) {
            broken = new IllegalStateException("the iteration of cache [" + core.name() + "] has broken off", e);
            endScan();
            throw e;
        }
    }

    /** Whether the server that failed was removed from the list meanwhile: there is nothing of the cache on it then. */
    private boolean isGone() {
        if (server == null || !core.store().availability().isRemoved(server)) {
            return false;
        }
        endScan();
        return true;
    }

    private void endScan() {
        if (scan != null) {
            scan.close();
            scan = null;
        }
    }

    /** Begins to list a server's entries; {@code null} if the cache goes on without that server. */
    private @Nullable Scan begin(Server server) {
        try {
            return core.store().scan(server);
        } catch (CacheException e) {
            // A server that is merely busy is not left out: what is met would pass for everything.
            if (core.store().availability().hides(e)
                    && core.store().availability().isOutOfUse(server)) {
                return null;
            }
            throw e;
        }
    }

    /** Whoever asks on is told again: to go on behind the gap would pass for an iteration through everything. */
    private RuntimeException broken(RuntimeException failure) {
        broken = failure;
        endScan();
        return failure;
    }

    static RuntimeException unlistable(String cache, ListingException e) {
        String message = "cache [" + cache + "]: the entries cannot be listed: " + e.getMessage();
        return e.isSupported() ? new CacheException(message, e) : new UnsupportedOperationException(message, e);
    }
}
