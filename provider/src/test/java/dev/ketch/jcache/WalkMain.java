// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCachingProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;

/**
 * A JVM that walks through a cache; arguments are URI, cache and the number of entries that stay. Their keys and values
 * are those of {@link Walks}. It remembers a bit for each, and so needs no memory to speak of.
 */
final class WalkMain {
    private WalkMain() {}

    public static void main(String[] args) throws Exception {
        int n = Integer.parseInt(args[2]);
        try (KetchCachingProvider provider = new KetchCachingProvider()) {
            Cache<String, String> cache = provider.getCacheManager(URI.create(args[0]), null)
                    .createCache(args[1], Jvms.<String, String>plain());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("done");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                long start = System.nanoTime();
                switch (line) {
                    case "walk" -> {
                        AtomicInteger large = new AtomicInteger();
                        Walks walk = walk(cache, n, large);
                        System.out.println("done " + walk + " in " + millis(start) + " ms; large: " + large + "; heap: "
                                + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
                    }
                    case "hasNext" -> {
                        boolean found = cache.iterator().hasNext();
                        System.out.println("done " + found + " " + millis(start));
                    }
                    case "clear" -> {
                        cache.clear();
                        System.out.println("done " + millis(start));
                    }
                    default -> throw new IllegalArgumentException(line);
                }
            }
        }
    }

    private static Walks walk(Cache<String, String> cache, int n, AtomicInteger large) {
        BitSet stayed = new BitSet(n);
        BitSet others = new BitSet();
        int twice = 0;
        int wrong = 0;
        for (Iterator<Cache.Entry<String, String>> it = cache.iterator(); it.hasNext(); ) {
            Cache.Entry<String, String> entry = it.next();
            int i = Walks.number(entry.getKey());
            BitSet met = Walks.stays(entry.getKey()) ? stayed : others;
            if (met.get(i)) {
                twice++;
            }
            met.set(i);
            if (!Walks.isValue(entry.getKey(), entry.getValue())) {
                wrong++;
            } else if (!entry.getValue().equals(Walks.value(entry.getKey()))) {
                large.incrementAndGet();
            }
        }
        return new Walks(stayed.cardinality(), twice, wrong);
    }

    private static String millis(long start) {
        return String.format(Locale.ROOT, "%d", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
}
