// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import dev.ketch.benchmarks.client.CacheClient;
import dev.ketch.benchmarks.client.ClientKind;
import dev.ketch.benchmarks.server.Target;
import dev.ketch.benchmarks.server.Target.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The client under test, a server of its own, and the entries. */
@State(Scope.Benchmark)
public class Workbench {
    /** Where a run in this JVM, without forks, leaves what JMH cannot carry. */
    private static final AtomicReference<Trial> LAST = new AtomicReference<>();

    private static final int LOADERS = 16;

    /** The client under test, see {@link ClientKind}. */
    @Param({"ketch-client", "ketch", "spymemcached", "xmemcached", "folsom-ascii", "folsom-binary", "jedis", "raw"})
    public String client = "ketch-client";

    /** How many entries there are. */
    @Param("10000")
    public int keys = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final List<Meter> meters = new ArrayList<>();
    private int present;
    private boolean failed;
    // Written under lock by the first thread that joins, read by those that have joined.
    private Values values;
    private Target target;
    private CacheClient cache;
    private Served before;

    /** What the trial that ended last in this JVM has counted. Taken once. */
    public static Trial takeLast() {
        return LAST.getAndSet(null);
    }

    /**
     * Each thread comes here before the trial; the first one starts everything. JMH has set-up methods of its own for
     * what threads share, but lets the others sleep for a second where that takes longer than a millisecond.
     */
    void join(Meter meter) {
        lock.lock();
        try {
            if (failed) {
                throw new IllegalStateException("another thread could not start the trial");
            }
            if (meters.isEmpty()) {
                failed = true;
                start();
                failed = false;
            }
            meters.add(meter);
            present++;
        } finally {
            lock.unlock();
        }
    }

    /** Each thread comes here after the trial; the last one ends everything. */
    void leave() {
        lock.lock();
        try {
            if (--present == 0) {
                stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        values = new Values(keys);
        ClientKind kind = ClientKind.named(client);
        target = kind.startServer();
        cache = kind.open(target);
        load();
        before = target.served();
    }

    private void load() {
        ExecutorService loaders = Executors.newFixedThreadPool(LOADERS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < LOADERS; part++) {
                int from = part;
                parts.add(loaders.submit(() -> {
                    for (int i = from; i < keys; i += LOADERS) {
                        cache.set(values.key(i), values.value(i));
                    }
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the entries could not be stored: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            loaders.shutdownNow();
        }
    }

    Values values() {
        return values;
    }

    CacheClient cache() {
        return cache;
    }

    private void stop() {
        try (Target server = target;
                CacheClient ended = cache) {
            assert ended != null;
            Histogram latencies = new Histogram();
            long gets = 0;
            long sets = 0;
            for (Meter meter : meters) {
                latencies.addAll(meter.latencies());
                gets += meter.gets();
                sets += meter.sets();
            }
            Served served = server.served().since(before);
            LAST.set(new Trial(
                            latencies.quantile(0.5) / 1_000,
                            latencies.quantile(0.99) / 1_000,
                            new Served(gets, sets),
                            served)
                    .requirePlausible(ClientKind.named(client).mergedGets(), keys));
        }
    }
}
