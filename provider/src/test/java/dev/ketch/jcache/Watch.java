// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import javax.cache.Cache;

/** Threads that read these keys all the time, in all ways, and keep what they must not read. */
final class Watch implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int KEPT = 20;

    private final Cache<String, Long> cache;
    private final Set<String> keys;
    private final LongPredicate stale;
    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final AtomicLong rounds = new AtomicLong();
    private final Thread[] threads = new Thread[THREADS];
    private volatile boolean over;

    Watch(Cache<String, Long> cache, Set<String> keys, LongPredicate stale) {
        this.cache = cache;
        this.keys = Set.copyOf(keys);
        this.stale = stale;
        for (int i = 0; i < THREADS; i++) {
            boolean single = i % 2 == 0;
            threads[i] = new Thread(() -> read(single), "watch");
            threads[i].start();
        }
    }

    private void read(boolean single) {
        while (!over) {
            try {
                if (single) {
                    for (String key : keys) {
                        note("get", key, cache.get(key));
                    }
                } else {
                    for (Map.Entry<String, Long> entry : cache.getAll(keys).entrySet()) {
                        note("getAll", entry.getKey(), entry.getValue());
                    }
                }
                rounds.incrementAndGet();
            } catch (RuntimeException | Error e) {
                found.add(e.toString());
                return;
            }
        }
    }

    private void note(String how, String key, Long value) {
        if (value != null && stale.test(value) && found.size() < KEPT) {
            found.add(how + " read " + value + " for " + key);
        }
    }

    /** Returns once every key was read a few more times. */
    void awaitRounds() {
        long before = rounds.get();
        Awaiting.until(() -> rounds.get() - before > 2 * THREADS || over);
    }

    /** Ends the reading and returns what was stale. */
    Queue<String> end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return found;
    }

    @Override
    public void close() {
        over = true;
    }
}
