// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.testkit.MemcachedProcess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;

/**
 * What a walk through a cache has met, and the entries that are there for it.
 *
 * @param met how many of the entries that stay
 * @param twice how many were met more than once
 * @param wrong how many had a wrong value
 */
record Walks(int met, int twice, int wrong) {
    private static final String STAYS = "stays-" + "k".repeat(100) + "-";
    private static final String COMES = "comes-" + "k".repeat(100) + "-";
    private static final int SLICE = 5_000;
    private static final int OTHERS = 2_000;
    /** How many of the entries that stay are large at a time: all of them would not fit the servers. */
    private static final int LARGE = 2_000;

    private static final int AT_ONCE = 50;

    static boolean stays(String key) {
        return key.startsWith(STAYS);
    }

    static int number(String key) {
        return Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
    }

    static String value(String key) {
        return "value of " + key.substring(key.length() - 2);
    }

    /** Of another class of memcached's slabs, and too small to be compressed. */
    private static String large(String key) {
        return value(key) + "+".repeat(4_000);
    }

    /** Whether this is a value that an entry has had. */
    static boolean isValue(String key, String value) {
        return value.equals(value(key)) || value.equals(large(key));
    }

    static void fill(Cache<String, String> cache, int n) {
        for (int from = 0; from < n; from += SLICE) {
            cache.putAll(entries(STAYS, from, Math.min(n, from + SLICE)));
        }
    }

    private static Map<String, String> entries(String name, int from, int to) {
        Map<String, String> entries = new HashMap<>();
        IntStream.range(from, to).forEach(i -> entries.put(name + i, value(name + i)));
        return entries;
    }

    /** Threads that put, read and remove other entries of the same cache, until told that it is over. */
    static List<CompletableFuture<Void>> load(Cache<String, String> cache, int threads, AtomicBoolean over) {
        List<CompletableFuture<Void>> load = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t * OTHERS;
            load.add(CompletableFuture.runAsync(() -> churn(cache, first, over), task -> new Thread(task).start()));
        }
        return load;
    }

    private static void churn(Cache<String, String> cache, int first, AtomicBoolean over) {
        for (int i = 0; !over.get(); i = (i + 100) % OTHERS) {
            Map<String, String> some = entries(COMES, first + i, first + i + 100);
            cache.putAll(some);
            cache.getAll(some.keySet());
            Set<String> half =
                    some.keySet().stream().filter(key -> number(key) % 2 == 0).collect(Collectors.toSet());
            cache.removeAll(half);
            some.keySet().stream().limit(10).forEach(cache::remove);
        }
    }

    /**
     * A thread that makes random entries of those that stay large, and then small again, and reads others, until told that
     * it is over. Where accesses move deadlines, its reads and writes do.
     */
    static CompletableFuture<Void> change(Cache<String, String> cache, int n, AtomicBoolean over) {
        return CompletableFuture.runAsync(
                () -> change(cache, n, new Random(11), over), task -> new Thread(task).start());
    }

    private static void change(Cache<String, String> cache, int n, Random random, AtomicBoolean over) {
        Queue<String> large = new ArrayDeque<>();
        while (!over.get()) {
            Map<String, String> some = new HashMap<>();
            while (large.size() > LARGE) {
                String key = large.remove();
                some.put(key, value(key));
            }
            while (some.size() < 2 * AT_ONCE) {
                String key = STAYS + random.nextInt(n);
                some.put(key, large(key));
                large.add(key);
            }
            cache.putAll(some);
            cache.getAll(random.ints(AT_ONCE, 0, n).mapToObj(i -> STAYS + i).collect(Collectors.toSet()));
        }
    }

    /** What servers have counted since they were started. */
    static long count(String statistic, MemcachedProcess... servers) {
        long sum = 0;
        for (MemcachedProcess server : servers) {
            String value = server.stats().get(statistic);
            if (value == null) {
                throw new IllegalArgumentException(statistic);
            }
            sum += Long.parseLong(value);
        }
        return sum;
    }
}
