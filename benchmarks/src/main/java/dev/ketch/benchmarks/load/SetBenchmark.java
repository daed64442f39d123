// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** One set at a time by each thread. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@Threads(4)
public class SetBenchmark {
    @Benchmark
    public void set(Workbench bench, Meter meter) {
        Values values = bench.values();
        int i = ThreadLocalRandom.current().nextInt(values.count());
        long since = System.nanoTime();
        bench.cache().set(values.key(i), values.value(i));
        meter.stored(since);
    }
}
