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

/** Each thread keeps 256 gets under way; times are from the start of a get until its turn to be taken has come. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@Threads(1)
public class AsyncBenchmark {
    @Benchmark
    public void window(Workbench bench, Window window) {
        window.start(ThreadLocalRandom.current().nextInt(bench.values().count()), bench);
    }
}
