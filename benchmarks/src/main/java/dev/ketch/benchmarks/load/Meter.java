// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** What one thread of JMH has counted and timed. Thread-safe, since that thread may let others work for it. */
@State(Scope.Thread)
public class Meter {
    private final Histogram latencies = new Histogram();
    private final LongAdder gets = new LongAdder();
    private final LongAdder sets = new LongAdder();
    private volatile boolean measuring;

    @Setup(Level.Trial)
    public void join(Workbench bench) {
        bench.join(this);
    }

    @Setup(Level.Iteration)
    public void begin(IterationParams iteration) {
        measuring = iteration.getType() == IterationType.MEASUREMENT;
    }

    @TearDown(Level.Trial)
    public void leave(Workbench bench) {
        bench.leave();
    }

    /** A call that began at a time of {@link System#nanoTime} has returned values for so many keys. */
    void got(int keys, long since) {
        gets.add(keys);
        time(since);
    }

    /** A call that began at a time of {@link System#nanoTime} has stored one value. */
    void stored(long since) {
        sets.increment();
        time(since);
    }

    private void time(long since) {
        if (measuring) {
            latencies.record(System.nanoTime() - since);
        }
    }

    Histogram latencies() {
        return latencies;
    }

    long gets() {
        return gets.sum();
    }

    long sets() {
        return sets.sum();
    }
}
