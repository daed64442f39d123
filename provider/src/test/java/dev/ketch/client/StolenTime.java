// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time that a hypervisor gave to others while this machine's processors had work, as Linux counts it. */
final class StolenTime implements AutoCloseable {
    private static final Path COUNTED = Path.of("/proc/stat");

    /** Linux shows hundredths of a second. */
    private static final long UNIT = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(5);

    /** The time taken is counted when the processor is back and its clock ticks next. */
    private static final long COUNTED_AFTER = TimeUnit.MILLISECONDS.toNanos(30);

    private static final long KEPT = TimeUnit.SECONDS.toNanos(10);
    private static final int STEAL_FIELD = 8;

    /** What was stolen from all processors until an instant. */
    private final NavigableMap<Long, Long> samples = new ConcurrentSkipListMap<>();

    private final Thread sampler = new Thread(this::sample, "stolen-time");
    private volatile boolean ended;

    void start() {
        sampler.setDaemon(true);
        sampler.start();
    }

    private void sample() {
        while (!ended) {
            long now = System.nanoTime();
            samples.put(now, counted());
            samples.headMap(now - KEPT).clear();
            LockSupport.parkNanos(this, PERIOD);
        }
    }

    private static long counted() {
        if (!Files.exists(COUNTED)) {
            return 0;
        }
        try {
            String all = Files.readAllLines(COUNTED).get(0);
            return Long.parseLong(all.split(" +", STEAL_FIELD + 2)[STEAL_FIELD]) * UNIT;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What was stolen between these instants, at most, in nanoseconds; waits until it is known, and takes interrupts. */
    long between(long from, long to) {
        while (!ended && samples.ceilingKey(to + COUNTED_AFTER) == null) {
            // A flag that is set would let no park last.
            Thread.interrupted();
            LockSupport.parkNanos(this, PERIOD);
        }
        var before = samples.floorEntry(from);
        var after = samples.ceilingEntry(to + COUNTED_AFTER);
        if (before == null) {
            before = samples.firstEntry();
        }
        if (after == null) {
            after = samples.lastEntry();
        }
        return before == null || after == null ? 0 : after.getValue() - before.getValue();
    }

    @Override
    public void close() {
        ended = true;
    }
}
