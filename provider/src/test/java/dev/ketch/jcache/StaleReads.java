// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.cache.Cache;

/** Writers of two JVMs, which are two providers, on servers and connections that are disturbed. */
final class StaleReads {
    private final int servers;
    private final int writers;
    private final StaleTally tally = new StaleTally();

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
            List<StaleWriter> all = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int j = 0; j < caches.size(); j++) {
                for (int w = 0; w < writers; w++) {
                    StaleWriter writer = new StaleWriter("jvm" + j + "-" + w, caches.get(j), random.nextLong(), tally);
                    all.add(writer);
                    Thread thread = new Thread(writer, "writer");
                    thread.start();
                    threads.add(thread);
                }
            }
            int faults = script(System.nanoTime() + duration.toNanos(), random, processes, proxies, caches);
            tally.end();
            for (Thread thread : threads) {
                thread.join();
            }
            awaitRepaired(caches);
            for (StaleWriter writer : all) {
                for (Cache<String, Long> cache : caches) {
                    StaleWriter.check(writer.name(), writer.last(), cache, tally, "after all was repaired");
                }
            }
            System.out.println("Stale reads: " + tally.violations().size() + " of " + tally.reads() + " reads with "
                    + tally.hits() + " hits, " + faults + " faults, " + tally.failures()
                    + " operations that threw, seed " + seed);
            if (tally.hits() < 100) {
                tally.violation("hardly anything was read");
            }
        } finally {
            proxies.forEach(FaultProxy::close);
            processes.forEach(MemcachedProcess::close);
        }
        return tally.violations();
    }

    static void awaitRepaired(List<Cache<String, Long>> caches) {
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
            FaultProxy proxy = proxies.get(i);
            faults++;
            int fault = random.nextInt(ServerFaults.COUNT + 1);
            if (fault < ServerFaults.COUNT) {
                ServerFaults.bring(fault, processes.get(i), List.of(proxy), random);
            } else {
                MemcachedClient client = caches.get(random.nextInt(2)).unwrap(MemcachedClient.class);
                Server server = client.servers().get(i);
                client.markOffline(server);
                ServerFaults.pause(random.nextInt(200));
                client.markOnline(server);
            }
            ServerFaults.pause(20 + random.nextInt(400));
            proxy.heal();
            ServerFaults.pause(20 + random.nextInt(100));
        }
        return faults;
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
}
