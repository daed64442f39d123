// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.benchmarks.load.Histogram;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.testkit.MemcachedProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What the loss of one server of three does to the calls that the other two answer: callers read keys of all three before
 * it, while it is not known yet, and after; then it comes back. Prints a Markdown table.
 *
 * <p>Options are system properties: {@code threads} (16), {@code seconds} of each measurement (5), {@code timeout} (1s),
 * {@code connectTimeout} (1s).
 */
public final class DeadServer {
    private static final int KEYS = 3_000;
    private static final int SERVERS = 3;
    private static final int LOST = 0;

    private final int threads = Integer.getInteger("threads", 16);
    private final long seconds = Long.getLong("seconds", 5);

    /** What callers record into at present. */
    private volatile Phase phase = new Phase();

    /** Of the calls to the server that is lost, and of those to the others. */
    private static final class Phase {
        private final long began = System.nanoTime();
        private final Histogram others = new Histogram();
        private final Histogram lost = new Histogram();
        private final LongAdder othersCalls = new LongAdder();
        private final LongAdder othersMisses = new LongAdder();
        private final LongAdder lostCalls = new LongAdder();
        private final LongAdder lostMisses = new LongAdder();

        void record(boolean ofLost, boolean missed, long nanos) {
            (ofLost ? lost : others).record(nanos);
            (ofLost ? lostCalls : othersCalls).increment();
            if (missed) {
                (ofLost ? lostMisses : othersMisses).increment();
            }
        }

        void print(String loss, String name) {
            double took = (System.nanoTime() - began) / 1e9;
            System.out.println(String.format(Locale.ROOT, "| %s | %s | %.2f |", loss, name, took)
                    + cells(others, othersCalls.sum(), othersMisses.sum(), took)
                    + cells(lost, lostCalls.sum(), lostMisses.sum(), took));
        }

        private static String cells(Histogram histogram, long calls, long misses, double seconds) {
            return String.format(
                    Locale.ROOT,
                    " %,.0f | %,.0f | %,.0f | %,.0f | %,d |",
                    calls / seconds,
                    histogram.quantile(0.5) / 1e3,
                    histogram.quantile(0.99) / 1e3,
                    histogram.quantile(1) / 1e3,
                    misses);
        }
    }

    private DeadServer() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("| loss | phase | s | others: gets/s | p50 µs | p99 µs | longest µs | misses"
                + " | the lost one: gets/s | p50 µs | p99 µs | longest µs | misses |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        new DeadServer().run("killed");
        new DeadServer().run("stopped");
    }

    private void run(String loss) throws InterruptedException {
        List<MemcachedProcess> processes = new ArrayList<>();
        try {
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < SERVERS; i++) {
                processes.add(MemcachedProcess.start("-t", "1"));
                list.append(i == 0 ? "" : ",").append(processes.get(i).address());
            }
            URI uri = URI.create("memcached://" + list + "/dead?timeout=" + System.getProperty("timeout", "1s")
                    + "&connectTimeout=" + System.getProperty("connectTimeout", "1s"));
            try (CacheManager manager = Caching.getCachingProvider().getCacheManager(uri, null)) {
                Cache<String, byte[]> cache = manager.createCache(
                        "dead", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
                measure(loss, processes.get(LOST), cache);
            }
        } finally {
            processes.forEach(MemcachedProcess::close);
        }
    }

    private void measure(String loss, MemcachedProcess process, Cache<String, byte[]> cache)
            throws InterruptedException {
        MemcachedClient client = cache.unwrap(MemcachedClient.class);
        Server server = client.servers().get(LOST);
        WireKeys keys = WireKeys.of("dead", "dead");
        String[] names = new String[KEYS];
        boolean[] ofLost = new boolean[KEYS];
        for (int i = 0; i < KEYS; i++) {
            names[i] = "key-" + i;
            ofLost[i] = client.serverOf(keys.encode(names[i]).bytes()).equals(server);
            cache.put(names[i], new byte[100]);
        }
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread caller = new Thread(() -> call(cache, names, ofLost, over), "caller");
            caller.setDaemon(true);
            caller.start();
            callers.add(caller);
        }
        // Compiled and warm.
        pause(seconds);
        next(null, loss);
        pause(seconds);
        next("all three up", loss);
        if ("killed".equals(loss)) {
            process.kill();
        } else {
            process.stop();
        }
        await(() -> !client.state(server).admitsCalls());
        next("not known yet", loss);
        pause(seconds);
        next("one DOWN", loss);
        if ("killed".equals(loss)) {
            process.restart();
        } else {
            process.cont();
        }
        await(() -> client.state(server) == ServerState.UP);
        next("coming back", loss);
        pause(seconds);
        next("all three up again", loss);
        over.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    /** Prints the phase that is over, unless it was the warm-up. */
    private void next(@Nullable String name, String loss) {
        Phase ended = phase;
        phase = new Phase();
        if (name != null) {
            ended.print(loss, name);
        }
    }

    private void call(Cache<String, byte[]> cache, String[] names, boolean[] ofLost, AtomicBoolean over) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (!over.get()) {
            int i = random.nextInt(KEYS);
            Phase at = phase;
            long began = System.nanoTime();
            boolean missed = cache.get(names[i]) == null;
            at.record(ofLost[i], missed, System.nanoTime() - began);
        }
    }

    private static void pause(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        await(() -> System.nanoTime() - end >= 0);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }
}
