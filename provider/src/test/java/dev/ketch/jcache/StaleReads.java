// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.CacheException;

/**
 * Writers that own their keys: each knows what it wrote last, so that whatever else is read is stale, unless it is
 * nothing.
 */
final class StaleReads {
    private static final int KEYS = 40;

    /** What a writer has removed. */
    private static final long REMOVED = -1;

    private final int servers;
    private final int writers;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean over;

    /** @param writers in each JVM */
    StaleReads(int servers, int writers) {
        this.servers = servers;
        this.writers = writers;
    }

    /** Runs, prints what happened, and returns what must not have. */
    List<String> run(Duration duration, long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<MemcachedProcess> processes = new ArrayList<>();
        List<FaultProxy> proxies = new ArrayList<>();
        try (KetchProviders jvms = new KetchProviders()) {
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < servers; i++) {
                processes.add(MemcachedProcess.start());
                proxies.add(
                        FaultProxy.to(processes.get(i).host(), processes.get(i).port()));
                list.append(i == 0 ? "" : ",").append(proxies.get(i).address());
            }
            URI uri = URI.create("memcached://" + list + "/stale?timeout=100ms&connectTimeout=200ms&quarantine=2s"
                    + "&firstProbe=20ms&longestProbe=100ms&journalLimit=500");
            List<Cache<String, Long>> caches = List.of(jvms.open(uri), jvms.open(uri));
            List<Writer> all = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int j = 0; j < caches.size(); j++) {
                for (int w = 0; w < writers; w++) {
                    Writer writer = new Writer("jvm" + j + "-" + w, caches.get(j), random.nextLong());
                    all.add(writer);
                    Thread thread = new Thread(writer, "writer");
                    thread.start();
                    threads.add(thread);
                }
            }
            int faults = script(System.nanoTime() + duration.toNanos(), random, processes, proxies, caches);
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
            awaitRepaired(caches);
            for (Writer writer : all) {
                for (Cache<String, Long> cache : caches) {
                    writer.check(cache, "after all was repaired");
                }
            }
            System.out.println("Stale reads: " + violations.size() + " of " + reads + " reads with " + hits + " hits, "
                    + faults + " faults, " + failures + " operations that threw, seed " + seed);
            if (hits.get() < 1_000) {
                violations.add("hardly anything was read");
            }
        } finally {
            proxies.forEach(FaultProxy::close);
            processes.forEach(MemcachedProcess::close);
        }
        return List.copyOf(violations);
    }

    private static void awaitRepaired(List<Cache<String, Long>> caches) {
        for (Cache<String, Long> cache : caches) {
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            for (Server server : client.servers()) {
                Awaiting.until(() -> {
                    cache.get("any");
                    return client.status(server).journal() == 0
                            && client.status(server).quarantined() == 0
                            && (client.status(server).state() == ServerState.UP
                                    || client.status(server).state() == ServerState.NEW);
                });
            }
        }
    }

    private int script(
            long end,
            Random random,
            List<MemcachedProcess> processes,
            List<FaultProxy> proxies,
            List<Cache<String, Long>> caches) {
        int faults = 0;
        while (System.nanoTime() - end < 0) {
            int i = random.nextInt(servers);
            MemcachedProcess process = processes.get(i);
            FaultProxy proxy = proxies.get(i);
            faults++;
            switch (random.nextInt(9)) {
                case 0 -> {
                    process.stop();
                    pause(50 + random.nextInt(500));
                    process.cont();
                }
                case 1 -> {
                    process.kill();
                    pause(random.nextInt(300));
                    process.restart();
                }
                case 2 -> proxy.reset();
                case 3 -> proxy.cut();
                case 4 -> proxy.all().stall(Direction.TO_CLIENT);
                case 5 -> proxy.all().stall(Direction.TO_SERVER);
                case 6 -> proxy.present().hold(Direction.TO_SERVER);
                case 7 -> {
                    proxy.refuse();
                    proxy.reset();
                }
                default -> {
                    MemcachedClient client = caches.get(random.nextInt(2)).unwrap(MemcachedClient.class);
                    Server server = client.servers().get(i);
                    client.markOffline(server);
                    pause(random.nextInt(200));
                    client.markOnline(server);
                }
            }
            pause(20 + random.nextInt(400));
            proxy.heal();
            pause(20 + random.nextInt(100));
        }
        return faults;
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Two providers, which are to each other what two JVMs are. */
    private static final class KetchProviders implements AutoCloseable {
        private final List<dev.ketch.KetchCachingProvider> providers = new ArrayList<>();

        Cache<String, Long> open(URI uri) {
            dev.ketch.KetchCachingProvider provider = new dev.ketch.KetchCachingProvider();
            providers.add(provider);
            return provider.getCacheManager(uri, null).createCache("stale", Jvms.plain());
        }

        @Override
        public void close() {
            providers.forEach(dev.ketch.KetchCachingProvider::close);
        }
    }

    private final class Writer implements Runnable {
        private final String name;
        private final Cache<String, Long> cache;
        private final Random random;
        private final long[] last = new long[KEYS];
        private long version;

        Writer(String name, Cache<String, Long> cache, long seed) {
            this.name = name;
            this.cache = cache;
            this.random = new Random(seed);
            Arrays.fill(last, REMOVED);
        }

        private String key(int i) {
            return name + "-" + i;
        }

        @Override
        public void run() {
            try {
                while (!over) {
                    step(random.nextInt(KEYS));
                    pause(random.nextInt(3));
                }
            } catch (RuntimeException | Error e) {
                e.printStackTrace();
                violations.add(name + " met " + e);
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
                default -> check(i, cache.get(key(i)), "get");
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
                check(i, found.get(key(i)), "getAll");
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
                failures.incrementAndGet();
                last[i] = ++version;
                cache.put(key(i), version);
            }
        }

        void check(Cache<String, Long> from, String when) {
            for (int i = 0; i < KEYS; i++) {
                check(i, from.get(key(i)), when);
            }
        }

        private void check(int i, Long found, String when) {
            reads.incrementAndGet();
            if (found != null) {
                hits.incrementAndGet();
                if (found != last[i] && violations.size() < 20) {
                    violations.add(key(i) + " is " + found + ", last written was " + last[i] + " (" + when + ")");
                }
            }
        }
    }
}
