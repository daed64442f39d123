// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Servers that are stopped, killed, restarted, cut off, stalled and marked offline, under two JVMs: none reads what its
 * own writes and removals should have replaced, and once all is made up for, neither does the other.
 *
 * <p>{@code -Dketch.stale.seed} repeats a script.
 */
class StaleReadsTest {
    private static void run(Duration duration) throws InterruptedException {
        long seed = Long.getLong("ketch.stale.seed", ThreadLocalRandom.current().nextLong());
        assertThat(new StaleReads(3, 32).run(duration, seed))
                .as("with -Dketch.stale.seed=" + seed)
                .isEmpty();
    }

    @Test
    void noneUnderFaults() throws InterruptedException {
        run(Duration.ofSeconds(10));
    }

    @Test
    @Tag("full")
    void noneUnderFaultsForLong() throws InterruptedException {
        run(Duration.ofMinutes(10));
    }
}
