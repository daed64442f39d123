// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TtlTest {
    private static final long NOW = 1_800_000_000_500L;
    private static final long DAY = 24L * 60 * 60 * 1000;

    @Test
    void eternalIsZero() {
        assertThat(Ttl.exptime(0, NOW)).isZero();
    }

    @Test
    void theServerKeepsAnItemUpToItsDeadlineAtLeast() {
        assertThat(Ttl.exptime(NOW + 1, NOW)).isEqualTo(2);
        assertThat(Ttl.exptime(NOW + 1000, NOW)).isEqualTo(2);
        assertThat(Ttl.exptime(NOW + 1001, NOW)).isEqualTo(3);
        assertThat(Ttl.exptime(NOW + 29 * DAY, NOW)).isEqualTo(29 * 86_400 + 1);
    }

    @Test
    void aDeadlineThatPassedMeanwhileIsNeverSentAsEternal() {
        assertThat(Ttl.exptime(NOW, NOW)).isPositive().isLessThanOrEqualTo(2);
        assertThat(Ttl.exptime(NOW - 5000, NOW)).isPositive().isLessThanOrEqualTo(2);
        assertThat(Ttl.exptime(1, NOW)).isPositive().isLessThanOrEqualTo(2);
    }

    @Test
    void beyondThirtyDaysAPointInTimeIsSent() {
        assertThat(Ttl.exptime(NOW + 30 * DAY - 1000, NOW)).isEqualTo(30 * 86_400);
        assertThat(Ttl.exptime(NOW + 30 * DAY, NOW))
                .isBetween(1_800_000_000 + 30 * 86_400, 1_800_000_003 + 30 * 86_400);
    }

    @Test
    void beyondWhatTheServerCanCountItKeepsTheItem() {
        assertThat(Ttl.exptime(NOW + 36_500 * DAY, NOW)).isZero();
        assertThat(Ttl.exptime(Long.MAX_VALUE - 1, NOW)).isZero();
    }
}
