// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Servers that are stopped, killed, restarted with and without their items, cut off, stalled and marked offline, under two
 * JVMs, of which one may be cut off alone: none reads what its own writes and removals should have replaced, and once all
 * is made up for, neither does the other.
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

    private static void runInJvms(Duration duration) throws IOException {
        if (!System.getProperty("os.name").startsWith("Linux")) {
            System.out.println("Stale reads in two JVMs: NOT RUN (they need 127.0.0.2 and 127.0.0.3, as on Linux)");
            return;
        }
        long seed = Long.getLong("ketch.stale.seed", ThreadLocalRandom.current().nextLong());
        try (StaleReadsInJvms jvms = new StaleReadsInJvms(3, 32, seed)) {
            assertThat(jvms.run(duration)).as("with -Dketch.stale.seed=" + seed).isEmpty();
        }
    }

    @Test
    void noneInTwoProcesses() throws IOException {
        runInJvms(Duration.ofSeconds(5));
    }

    @Test
    @Tag("full")
    void noneInTwoProcessesForLong() throws IOException {
        runInJvms(Duration.ofMinutes(10));
    }

    @Test
    void noneUnderFaults() throws InterruptedException {
        run(Duration.ofSeconds(5));
    }
}
