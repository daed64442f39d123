// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations, each kept to within one per cent: 64 buckets for every doubling. Thread-safe; read it when nobody writes.
 */
public final class Histogram {
    private static final int BITS = 6;
    private static final long LARGEST = (1L << 41) - 1;
    private static final int BUCKETS = bucket(LARGEST) + 1;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    private static int bucket(long nanos) {
        if (nanos < 2 << BITS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - BITS;
        return (shift << BITS) + (int) (nanos >>> shift);
    }

    private static double middle(int bucket) {
        if (bucket < 2 << BITS) {
            return bucket;
        }
        int shift = (bucket >> BITS) - 1;
        long lowest = (long) ((bucket & ((1 << BITS) - 1)) + (1 << BITS)) << shift;
        return lowest + (1L << shift) / 2.0;
    }

    public void record(long nanos) {
        counts.incrementAndGet(bucket(Math.max(0, Math.min(nanos, LARGEST))));
    }

    void addAll(Histogram other) {
        for (int i = 0; i < BUCKETS; i++) {
            long count = other.counts.get(i);
            if (count != 0) {
                counts.addAndGet(i, count);
            }
        }
    }

    /** The duration in nanoseconds that this share of the durations does not exceed; 0 if there are none. */
    public double quantile(double share) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        long rank = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return middle(i);
            }
        }
        return 0;
    }
}
