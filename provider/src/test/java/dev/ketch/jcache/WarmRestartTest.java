// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that is restarted with the items it had ({@code memcached -e}): it brings back what was replaced while it was
 * away.
 *
 * <p>Depends on the journal being worked off whatever became of the server meanwhile, and on what it covers counting as
 * absent until then.
 */
@Timeout(60)
class WarmRestartTest {
    private static final int KEYS = 1_000;
    private static final long OLD = 1;
    private static final long NEW = 2;

    private OneServer jvms;

    @BeforeEach
    void start() {
        jvms = new OneServer(
                MemcachedProcess.builder().keepItems().start(), "timeout=1s&firstProbe=50ms&longestProbe=100ms");
        jvms.here.putAll(OneServer.entries(KEYS, OLD));
        jvms.here.put("other", OLD);
        assertThat(jvms.there.get("k0")).isEqualTo(OLD);
    }

    @AfterEach
    void stop() {
        jvms.close();
    }

    private void shutDown() {
        jvms.process.shutDown();
        jvms.awaitOutOfUse();
    }

    /** Slowly, so that there is time to read what is not repaired yet. */
    private void giveBack() {
        jvms.slowDown();
        jvms.process.restartWarm();
        jvms.awaitRepaired();
        jvms.proxy.heal();
    }

    @Test
    void whatWasReplacedMeanwhileIsNeverReadAgain() throws InterruptedException {
        Set<String> keys = OneServer.entries(KEYS, NEW).keySet();
        shutDown();
        jvms.here.putAll(OneServer.entries(KEYS / 2, NEW));
        jvms.here.removeAll(keys);
        try (Watch watch = new Watch(jvms.here, keys, value -> true)) {
            giveBack();
            watch.awaitRounds();
            assertThat(watch.end()).isEmpty();
        }
        assertThat(jvms.there.getAll(keys)).isEmpty();
        assertThat(jvms.there.get("other"))
                .as("what nobody touched, and the proof that the restart was warm")
                .isEqualTo(OLD);
    }

    @Test
    void whatWasClearedMeanwhileIsNeverReadAgain() throws InterruptedException {
        Set<String> keys = OneServer.entries(KEYS, OLD).keySet();
        shutDown();
        jvms.here.clear();
        try (Watch watch = new Watch(jvms.here, keys, value -> true)) {
            giveBack();
            watch.awaitRounds();
            assertThat(watch.end()).isEmpty();
        }
        assertThat(jvms.there.getAll(keys)).isEmpty();
        assertThat(jvms.there.get("other")).isNull();
        assertThat(Long.parseLong(jvms.process.stats().get("curr_items")))
                .as("items that came back with the server")
                .isGreaterThan(KEYS);
    }
}
