// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.ServerState;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A put that timed out arrives after a later one was done over another connection. */
@Timeout(60)
class LateWritesTest {
    private static final long LATE = 1;
    private static final long NEWER = 2;

    private static OneServer open(int direct, String quarantine) {
        OneServer jvms = new OneServer(
                MemcachedProcess.start(),
                "timeout=400ms&connectTimeout=1s&quarantine=" + quarantine + "&directConnections=" + direct);
        jvms.putUntilDone("warm", 0);
        return jvms;
    }

    /** Watches the reads that begin after the newer one. */
    private static Watch putLateAndNewer(OneServer jvms) {
        jvms.proxy.present().hold(Direction.TO_SERVER);
        jvms.here.put("k", LATE);
        assertThat(jvms.status().journal()).isEqualTo(1);
        Awaiting.until(() -> {
            jvms.here.put("k", NEWER);
            return Long.valueOf(NEWER).equals(jvms.there.get("k"));
        });
        return new Watch(jvms.here, Set.of("k"), value -> value == LATE);
    }

    /** Depends on the key being kept in the journal until the connection of the late write is settled. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void itIsNotReadOnceItsConnectionWasWaitedFor(int direct) throws InterruptedException {
        try (OneServer jvms = open(direct, "30s");
                Watch watch = putLateAndNewer(jvms)) {
            watch.awaitRounds();
            jvms.proxy.heal();
            // One that was held before it was even greeted may be there still.
            Awaiting.until(() -> jvms.status().quarantined() == 0);
            jvms.awaitRepaired();
            watch.awaitRounds();
            assertThat(watch.end()).isEmpty();
            assertThat(jvms.there.get("k")).isNull();
            jvms.putUntilDone("k", 3L);
            assertThat(jvms.there.get("k")).isEqualTo(3);
        }
    }

    /** Depends on the fence: the late write carries the generation of before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void itIsNotReadThoughItsConnectionWasGivenUp(int direct) throws InterruptedException {
        try (OneServer jvms = open(direct, "300ms");
                Watch watch = putLateAndNewer(jvms)) {
            Awaiting.until(() -> jvms.status().quarantined() == 0);
            jvms.awaitRepaired();
            jvms.putUntilDone("k", NEWER);
            Awaiting.until(() -> Long.valueOf(NEWER).equals(jvms.here.get("k")));
            long sets = sets(jvms);
            jvms.proxy.heal();
            Awaiting.until(() -> sets(jvms) > sets);
            watch.awaitRounds();
            assertThat(watch.end()).isEmpty();
            assertThat(jvms.there.get("k")).isNull();
        }
    }

    /** Depends on the end of the waiting having the server looked at, whatever its state. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aServerThatReturnsIsNotUpBeforeItsConnectionWasWaitedFor(int direct) throws InterruptedException {
        try (OneServer jvms = open(direct, "30s");
                Watch watch = putLateAndNewer(jvms)) {
            jvms.client.markOffline(jvms.server);
            jvms.client.markOnline(jvms.server);
            Awaiting.until(() -> jvms.status().state() == ServerState.REPAIRING);
            Awaiting.until(() -> {
                jvms.here.put("other", NEWER);
                return Long.valueOf(NEWER).equals(jvms.here.get("other"));
            });
            watch.awaitRounds();
            assertThat(jvms.status().state()).isEqualTo(ServerState.REPAIRING);
            jvms.proxy.heal();
            jvms.awaitRepaired();
            watch.awaitRounds();
            assertThat(watch.end()).isEmpty();
            assertThat(jvms.there.get("k")).isNull();
        }
    }

    private static long sets(OneServer jvms) {
        return Long.parseLong(jvms.process.stats().get("cmd_set"));
    }
}
