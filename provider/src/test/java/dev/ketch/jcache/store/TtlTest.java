// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(Ttl.exptime(NOW + 1, NOW)).isEqualTo(3);
        assertThat(Ttl.exptime(NOW + 1000, NOW)).isEqualTo(3);
        assertThat(Ttl.exptime(NOW + 1001, NOW)).isEqualTo(4);
        assertThat(Ttl.exptime(NOW + 29 * DAY, NOW)).isEqualTo(29 * 86_400 + 2);
    }

    @Test
    void aDeadlineThatPassedMeanwhileIsNeverSentAsEternal() {
        assertThat(Ttl.exptime(NOW, NOW)).isPositive().isLessThanOrEqualTo(3);
        assertThat(Ttl.exptime(NOW - 5000, NOW)).isPositive().isLessThanOrEqualTo(3);
        assertThat(Ttl.exptime(1, NOW)).isPositive().isLessThanOrEqualTo(3);
    }

    @Test
    void beyondThirtyDaysAPointInTimeIsSent() {
        assertThat(Ttl.exptime(NOW + 30 * DAY - 2000, NOW)).isEqualTo(30 * 86_400);
        assertThat(Ttl.exptime(NOW + 30 * DAY, NOW))
                .isBetween(1_800_000_001 + 30 * 86_400, 1_800_000_003 + 30 * 86_400);
    }

    @Test
    void beyondWhatTheServerCanCountItKeepsTheItem() {
        assertThat(Ttl.exptime(NOW + 36_500 * DAY, NOW)).isZero();
        assertThat(Ttl.exptime(Long.MAX_VALUE - 1, NOW)).isZero();
    }

    @Test
    void aSlidingDeadlineIsItsLengthWhateverTheTime() {
        long tenMinutes = Deadline.sliding(600_000);
        assertThat(Ttl.exptime(tenMinutes, NOW)).isEqualTo(601);
        assertThat(Ttl.exptime(tenMinutes, NOW + 999)).isEqualTo(601);
        assertThat(Ttl.wholeSeconds(tenMinutes, NOW)).isEqualTo(600);
        assertThat(Ttl.exptime(Deadline.sliding(30 * DAY - 1000), NOW)).isEqualTo(30 * 86_400);
        assertThat(Ttl.exptime(Deadline.sliding(30 * DAY), NOW))
                .isBetween(1_800_000_001 + 30 * 86_400, 1_800_000_003 + 30 * 86_400);
        // No header would end what the server keeps for ever.
        assertThat(Ttl.exptime(Deadline.sliding(365 * DAY), Integer.MAX_VALUE * 1000L))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void onlyWholeSecondsFromTenToAYearSlide() {
        assertThat(List.of(9_999L, 9_000L, 10_001L, 365 * DAY + 1000, Long.MAX_VALUE, 0L, -10_000L))
                .allMatch(millis -> Deadline.sliding(millis) == Deadline.ETERNAL);
        assertThat(List.of(10_000L, 11_000L, 30 * DAY, 365 * DAY))
                .allMatch(millis -> Deadline.isSliding(Deadline.sliding(millis)));
        assertThat(List.of(0L, 1L, NOW, Long.MAX_VALUE, Long.MIN_VALUE, -365 * DAY - 1))
                .noneMatch(Deadline::isSliding);
    }

    @Test
    void whatIsNoDeadlineHasPassed() {
        assertThat(Deadline.hasPassed(Long.MIN_VALUE, NOW)).isTrue();
        assertThat(Deadline.hasPassed(NOW, NOW)).isTrue();
        assertThat(Deadline.hasPassed(NOW + 1, NOW)).isFalse();
        assertThat(Deadline.hasPassed(Deadline.ETERNAL, NOW)).isFalse();
        assertThat(Deadline.hasPassed(Deadline.sliding(10_000), NOW)).isFalse();
    }
}
