// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import static org.assertj.core.api.Assertions.assertThat;

import javax.cache.management.CacheStatisticsMXBean;
import org.junit.jupiter.api.Test;

class CacheStatisticsTest {
    private final CacheStatistics statistics = new CacheStatistics();
    private final CacheStatisticsMXBean bean = new StatisticsBean(statistics);

    @Test
    void countsOnlyWhileEnabled() {
        statistics.hits(1);
        statistics.setEnabled(true);
        statistics.hits(2);
        statistics.setEnabled(false);
        statistics.hits(4);

        assertThat(bean.getCacheHits()).isEqualTo(2);
    }

    @Test
    void everythingIsZeroAtFirst() {
        assertThat(bean.getCacheGets()).isZero();
        assertThat(bean.getCacheHitPercentage()).isZero();
        assertThat(bean.getCacheMissPercentage()).isZero();
        assertThat(bean.getAverageGetTime()).isZero();
        assertThat(bean.getAveragePutTime()).isZero();
        assertThat(bean.getAverageRemoveTime()).isZero();
        assertThat(bean.getCacheEvictions()).isZero();
    }

    @Test
    void sharesAreOutOfAHundredAndTimesInMicroseconds() {
        statistics.setEnabled(true);
        statistics.hits(3);
        statistics.misses(1);
        statistics.puts(2);
        statistics.removals(4);
        statistics.evictions(5);
        statistics.getNanos(8_000);
        statistics.putNanos(3_000);
        statistics.removeNanos(1_000);

        assertThat(bean.getCacheHits()).isEqualTo(3);
        assertThat(bean.getCacheMisses()).isEqualTo(1);
        assertThat(bean.getCacheGets()).isEqualTo(4);
        assertThat(bean.getCachePuts()).isEqualTo(2);
        assertThat(bean.getCacheRemovals()).isEqualTo(4);
        assertThat(bean.getCacheEvictions()).isEqualTo(5);
        assertThat(bean.getCacheHitPercentage()).isEqualTo(75f);
        assertThat(bean.getCacheMissPercentage()).isEqualTo(25f);
        assertThat(bean.getAverageGetTime()).isEqualTo(2f);
        assertThat(bean.getAveragePutTime()).isEqualTo(1.5f);
        assertThat(bean.getAverageRemoveTime()).isEqualTo(0.25f);
    }

    @Test
    void clearStartsAgain() {
        statistics.setEnabled(true);
        statistics.hits(3);
        statistics.puts(3);
        statistics.putNanos(3);

        bean.clear();

        assertThat(bean.getCacheHits()).isZero();
        assertThat(bean.getCachePuts()).isZero();
        statistics.puts(1);
        assertThat(bean.getAveragePutTime()).isZero();
    }
}
