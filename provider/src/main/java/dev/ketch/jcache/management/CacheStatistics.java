// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import java.util.concurrent.atomic.LongAdder;
import javax.cache.management.CacheStatisticsMXBean;

/**
 * What one cache has done in this JVM since its statistics were enabled or last cleared. Counts only while enabled, so
 * that a cache without statistics pays for one volatile read.
 *
 * <p>Thread-safe. What a thread has counted, it reads back at once; a reader beside running operations may see some
 * counters of an operation and not yet others.
 */
public final class CacheStatistics {
    /** Written by whoever enables or disables statistics, read by every operation. */
    private volatile boolean enabled;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder getNanos = new LongAdder();
    private final LongAdder putNanos = new LongAdder();
    private final LongAdder removeNanos = new LongAdder();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean b) {
        enabled = b;
    }

    /** Sets every counter to zero, enabled or not. */
    public void clear() {
        hits.reset();
        misses.reset();
        puts.reset();
        removals.reset();
        evictions.reset();
        getNanos.reset();
        putNanos.reset();
        removeNanos.reset();
    }

    public void hits(long n) {
        add(hits, n);
    }

    public void misses(long n) {
        add(misses, n);
    }

    public void puts(long n) {
        add(puts, n);
    }

    public void removals(long n) {
        add(removals, n);
    }

    public void evictions(long n) {
        add(evictions, n);
    }

    /** Adds the time that gets took, all of them together. */
    public void getNanos(long total) {
        add(getNanos, total);
    }

    /** Adds the time that puts took, all of them together. */
    public void putNanos(long total) {
        add(putNanos, total);
    }

    /** Adds the time that removals took, all of them together. */
    public void removeNanos(long total) {
        add(removeNanos, total);
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    /** Hits and misses together. */
    public long gets() {
        return hits.sum() + misses.sum();
    }

    public long puts() {
        return puts.sum();
    }

    public long removals() {
        return removals.sum();
    }

    public long evictions() {
        return evictions.sum();
    }

    /** Share of the hits among the gets, 0 to 100; 0 while there were none. */
    public float hitPercentage() {
        return percentage(hits(), gets());
    }

    /** Share of the misses among the gets, 0 to 100; 0 while there were none. */
    public float missPercentage() {
        return percentage(misses(), gets());
    }

    /** Average time of a get in microseconds, 0 while there was none. */
    public float averageGetMicros() {
        return averageMicros(getNanos, gets());
    }

    /** Average time of a put in microseconds, 0 while there was none. */
    public float averagePutMicros() {
        return averageMicros(putNanos, puts());
    }

    /** Average time of a removal in microseconds, 0 while there was none. */
    public float averageRemoveMicros() {
        return averageMicros(removeNanos, removals());
    }

    private void add(LongAdder counter, long n) {
        if (enabled) {
            counter.add(n);
        }
    }

    private static float percentage(long part, long whole) {
        return whole == 0 ? 0f : (float) (100.0 * part / whole);
    }

    private static float averageMicros(LongAdder nanos, long count) {
        return count == 0 ? 0f : (float) (nanos.sum() / 1000.0 / count);
    }

    /** The same as JSR-107 shows it. */
    public CacheStatisticsMXBean bean() {
        return new StatisticsBean(this);
    }
}
