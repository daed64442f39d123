// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A crowd of virtual threads at once, each of which gets a few values one after the other, as handlers of requests do. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@Threads(1)
public class VirtualThreadsBenchmark {
    /** How many gets each virtual thread does. */
    public static final int GETS_EACH = 10;

    /** Some peers leave callers behind, so a crowd is not awaited for ever. */
    private static final long DEADLINE_SECONDS = 15;

    /** How many there are, and how they are started. */
    @State(Scope.Benchmark)
    public static class Crowd {
        @Param("10000")
        public int callers = 10_000;

        private MethodHandle starter;

        @Setup(Level.Trial)
        public void prepare() {
            starter = VirtualThreads.starter();
        }

        void start(Runnable task) {
            try {
                Thread started = (Thread) starter.invokeExact(task);
                assert started.isDaemon();
            } catch (Error | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("no virtual thread could be started", e);
            }
        }
    }

    /** One burst: {@code callers} times {@value #GETS_EACH} gets. */
    @Benchmark
    public void burst(Crowd crowd, Workbench bench, Meter meter) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(crowd.callers);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable caller = () -> {
            try {
                for (int n = 0; n < GETS_EACH && failure.get() == null; n++) {
                    get(bench, meter);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                done.countDown();
            }
        };
        for (int i = 0; i < crowd.callers; i++) {
            crowd.start(caller);
        }
        boolean ended = done.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a caller failed: " + failed, failed);
        }
        if (!ended) {
            throw new IllegalStateException(done.getCount() + " of " + crowd.callers + " virtual threads had not ended "
                    + DEADLINE_SECONDS + " s after they began " + GETS_EACH + " gets each");
        }
    }

    private static void get(Workbench bench, Meter meter) {
        Values values = bench.values();
        int i = ThreadLocalRandom.current().nextInt(values.count());
        long since = System.nanoTime();
        byte[] got = bench.cache().get(values.key(i));
        meter.got(1, since);
        values.check(i, got);
    }
}
