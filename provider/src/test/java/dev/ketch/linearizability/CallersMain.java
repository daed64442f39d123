// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.client.ServerStatus;
import dev.ketch.serialization.key.WireKeys;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;

/**
 * A JVM of callers; arguments are URI, name, number of threads, first value. It reads commands and answers each with a
 * line that begins with {@code done}:
 *
 * <dl>
 *   <dt>{@code time}
 *   <dd>answers with the nanoseconds of its clock
 *   <dt>{@code settle}
 *   <dd>answers once all servers are up, nothing that was sent is still to come, and all generations are known
 *   <dt>{@code round …}
 *   <dd>runs a {@link Round} and says first what was done, an {@link Operation} a line
 * </dl>
 *
 * <p>It ends with its input.
 */
final class CallersMain {
    static final String NAMESPACE = "lin";
    static final String CACHE = "register";
    private static final Logger QUIET = Logger.getLogger("dev.ketch");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String name;
    private final int threads;
    private final AtomicLong values;
    private final Cache<String, Long> cache;
    private final MemcachedClient client;
    private final WireKeys keys = WireKeys.of(NAMESPACE, CACHE);

    /** A key on each server. */
    private final Map<Server, String> probes = new HashMap<>();

    private CallersMain(Cache<String, Long> cache, String name, int threads, long firstValue) {
        this.cache = cache;
        this.client = cache.unwrap(MemcachedClient.class);
        this.name = name;
        this.threads = threads;
        this.values = new AtomicLong(firstValue);
        for (int i = 0; probes.size() < client.servers().size(); i++) {
            probes.putIfAbsent(serverOf("probe" + i), "probe" + i);
        }
    }

    public static void main(String[] args) throws Exception {
        // Servers come and go, which is no news here.
        QUIET.setLevel(Level.OFF);
        try (KetchCachingProvider provider = new KetchCachingProvider();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            CallersMain main = new CallersMain(
                    provider.getCacheManager(URI.create(args[0]), null)
                            .createCache(CACHE, new MutableConfiguration<>()),
                    args[1],
                    Integer.parseInt(args[2]),
                    Long.parseLong(args[3]));
            System.out.println("done starting");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                main.obey(line.split(" ", -1));
            }
        }
        // What is not a daemon must not keep it.
        System.exit(0);
    }

    private Server serverOf(String key) {
        return client.serverOf(keys.encode(key).bytes());
    }

    private void obey(String[] words) throws InterruptedException {
        switch (words[0]) {
            case "time" -> {}
            case "settle" -> settle();
            case "round" -> run(Round.ofWords(words));
            default -> throw new IllegalArgumentException(words[0]);
        }
        System.out.println("done " + System.nanoTime());
    }

    private void settle() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (Map.Entry<Server, String> probe : probes.entrySet()) {
            while (!isSettled(probe.getKey(), probe.getValue())) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("not settled: " + client.status(probe.getKey()));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    private boolean isSettled(Server server, String key) {
        try {
            // It also tells this JVM the server's generation.
            cache.get(key);
        } catch (CacheException e) {
            return false;
        }
        ServerStatus status = client.status(server);
        return status.state() == ServerState.UP && status.quarantined() == 0;
    }

    private void run(Round round) throws InterruptedException {
        Random random = new Random(round.seed());
        AtomicInteger budget = new AtomicInteger(round.operations());
        List<Caller> callers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Caller caller = new Caller(name + t, cache, key -> serverOf(key).name(), values, round, random.nextLong());
            callers.add(caller);
            Thread thread = new Thread(() -> caller.run(budget), "caller-" + t);
            thread.setDaemon(true);
            running.add(thread);
        }
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        StringBuilder text = new StringBuilder();
        for (Caller caller : callers) {
            caller.history()
                    .forEach(operation -> text.append(operation.toLine()).append('\n'));
        }
        System.out.print(text);
    }
}
