// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** A writer that owns its keys: it knows what it wrote last, so that whatever else is read is stale, unless it is nothing. */
final class StaleWriter implements Runnable {
    static final int KEYS = 40;

    /** What a writer has removed. */
    private static final long REMOVED = -1;

    private final String name;
    private final Cache<String, Long> cache;
    private final Random random;
    private final StaleTally tally;

    /** By number of the key; of the writer's thread, and of who has joined it. */
    private final long[] last = new long[KEYS];

    private long version;

    StaleWriter(String name, Cache<String, Long> cache, long seed, StaleTally tally) {
        this.name = name;
        this.cache = cache;
        this.random = new Random(seed);
        this.tally = tally;
        Arrays.fill(last, REMOVED);
    }

    String name() {
        return name;
    }

    /** What was written last under each key. */
    long[] last() {
        return last.clone();
    }

    private String key(int i) {
        return key(name, i);
    }

    private static String key(String name, int i) {
        return name + "-" + i;
    }

    @Override
    public void run() {
        try {
            while (!tally.isOver()) {
                step(random.nextInt(KEYS));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(3)));
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            tally.violation(name + " met " + e);
        }
    }

    private void step(int i) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                last[i] = ++version;
                cache.put(key(i), version);
            }
            case 3 -> {
                last[i] = REMOVED;
                cache.remove(key(i));
            }
            case 4 -> putSome(i);
            case 5 -> {
                long next = ++version;
                last[i] = next;
                cache.invoke(key(i), (entry, arguments) -> {
                    entry.setValue(next);
                    return null;
                });
            }
            case 6 -> removeSome(i);
            case 7 -> getSome(i);
            case 8 -> replace(i);
            default -> read(i, cache.get(key(i)), "get");
        }
    }

    private void putSome(int from) {
        Map<String, Long> some = new HashMap<>();
        for (int i = from; i < Math.min(KEYS, from + 10); i++) {
            last[i] = ++version;
            some.put(key(i), version);
        }
        cache.putAll(some);
    }

    private void removeSome(int from) {
        Set<String> some = new HashSet<>();
        for (int i = from; i < Math.min(KEYS, from + 3); i++) {
            last[i] = REMOVED;
            some.add(key(i));
        }
        cache.removeAll(some);
    }

    private void getSome(int from) {
        Set<String> some = new HashSet<>();
        for (int i = from; i < Math.min(KEYS, from + 10); i++) {
            some.add(key(i));
        }
        Map<String, Long> found = cache.getAll(some);
        for (int i = from; i < Math.min(KEYS, from + 10); i++) {
            read(i, found.get(key(i)), "getAll");
        }
    }

    /** Conditional, so it throws when nobody knows; then either value may be there, until the next write. */
    private void replace(int i) {
        long next = ++version;
        try {
            if (cache.replace(key(i), next)) {
                last[i] = next;
            }
        } catch (CacheException e) {
            tally.threw();
            last[i] = ++version;
            cache.put(key(i), version);
        }
    }

    private void read(int i, @Nullable Long found, String when) {
        tally.read(key(i), last[i], found, when);
    }

    /** Reads all keys of a writer, which writes no more. */
    static void check(String writer, long[] last, Cache<String, Long> from, StaleTally tally, String when) {
        for (int i = 0; i < KEYS; i++) {
            tally.read(key(writer, i), last[i], from.get(key(writer, i)), when);
        }
    }
}
