// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import javax.cache.management.CacheStatisticsMXBean;

/** Shows a cache's statistics in JMX. Average times are in microseconds. */
final class StatisticsBean implements CacheStatisticsMXBean {
    private final CacheStatistics statistics;

    StatisticsBean(CacheStatistics statistics) {
        this.statistics = statistics;
    }

    @Override
    public void clear() {
        statistics.clear();
    }

    @Override
    public long getCacheHits() {
        return statistics.hits();
    }

    @Override
    public float getCacheHitPercentage() {
        return statistics.hitPercentage();
    }

    @Override
    public long getCacheMisses() {
        return statistics.misses();
    }

    @Override
    public float getCacheMissPercentage() {
        return statistics.missPercentage();
    }

    @Override
    public long getCacheGets() {
        return statistics.gets();
    }

    @Override
    public long getCachePuts() {
        return statistics.puts();
    }

    @Override
    public long getCacheRemovals() {
        return statistics.removals();
    }

    @Override
    public long getCacheEvictions() {
        return statistics.evictions();
    }

    @Override
    public float getAverageGetTime() {
        return statistics.averageGetMicros();
    }

    @Override
    public float getAveragePutTime() {
        return statistics.averagePutMicros();
    }

    @Override
    public float getAverageRemoveTime() {
        return statistics.averageRemoveMicros();
    }
}
