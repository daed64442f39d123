// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.linearizability.Operation.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Each key of a cache with {@code onUnavailable=fail} is linearizable, for two JVMs of eight threads on three servers that
 * are stopped, killed, cut off from one JVM or disconnected, and while the cache is cleared. Half of the operations are
 * asked for by their asynchronous forms.
 *
 * <p>{@code -Dketch.linearizability.seed} repeats the choices, though not the timing.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs 127.0.0.4 and one System.nanoTime for all processes")
class LinearizabilityTest {

    private static void run(int rounds) throws IOException {
        long seed = Long.getLong(
                "ketch.linearizability.seed", ThreadLocalRandom.current().nextLong());
        Random random = new Random(seed);
        Disturbance[] disturbances = Disturbance.values();
        List<String> violations = new ArrayList<>();
        long begin = System.nanoTime();
        long checking = 0;
        int killed = 0;
        int lost = 0;
        try (TwoJvms jvms = new TwoJvms(seed)) {
            for (int i = 0; i < rounds; i++) {
                History history = jvms.run(disturbances[i % disturbances.length], 2 << random.nextInt(5));
                long before = System.nanoTime();
                violations.addAll(history.violations());
                if (history.isKilled()) {
                    killed++;
                    lost += outOfOrder(history.withoutKill()).isEmpty() ? 0 : 1;
                }
                checking += System.nanoTime() - before;
            }
            System.out.printf(
                    "Linearizability: %d violations in %d rounds of %d operations by 2 JVMs; %s; entries seen to be"
                            + " lost in %d of %d rounds with a kill; found what they wanted %s; %d s, of them %d ms"
                            + " checking; seed %d%n",
                    violations.size(),
                    rounds,
                    TwoJvms.OPERATIONS,
                    jvms.outcomes,
                    lost,
                    killed,
                    jvms.successes,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                    TimeUnit.NANOSECONDS.toMillis(checking),
                    seed);
            assertThat(violations)
                    .as("with -Dketch.linearizability.seed=" + seed)
                    .isEmpty();
            // Else nothing was put to the test. Whether a kill loses what somebody asks for again is a matter of luck.
            assertThat(jvms.outcomes.values().stream()
                            .mapToInt(counts -> counts.getOrDefault(Outcome.OK, 0))
                            .sum())
                    .isGreaterThan(rounds * TwoJvms.OPERATIONS / 4);
            assertThat(EnumSet.of(Disturbance.STOP, Disturbance.PARTITION, Disturbance.RESET, Disturbance.KILL))
                    .allSatisfy(disturbance ->
                            assertThat(unanswered(jvms, disturbance)).isPositive());
            assertThat(jvms.successes)
                    .containsKeys(
                            Kind.PUT_IF_ABSENT,
                            Kind.REPLACE,
                            Kind.REPLACE_EQUAL,
                            Kind.GET_AND_PUT,
                            Kind.GET_AND_REPLACE,
                            Kind.GET_AND_REMOVE,
                            Kind.REMOVE,
                            Kind.REMOVE_EQUAL,
                            Kind.INVOKE_SWAP,
                            Kind.INVOKE_TOGGLE);
        }
    }

    /** How many calls had no answer. Each disturbance goes on, the first time, until there is such a call. */
    private static int unanswered(TwoJvms jvms, Disturbance disturbance) {
        Map<Outcome, Integer> counts = jvms.outcomes.get(disturbance);
        return counts == null
                ? 0
                : counts.getOrDefault(Outcome.UNKNOWN, 0) + counts.getOrDefault(Outcome.UNAVAILABLE, 0);
    }

    @Test
    @Timeout(300)
    void everyKeyIsLinearizable() throws IOException {
        run(12);
    }

    @Test
    @Tag("full")
    @Timeout(3600)
    void everyKeyIsLinearizableForLong() throws IOException {
        run(204);
    }

    /** Shows that the search finds what it is for: with servers that ignore the CAS there are answers out of any order. */
    @Test
    @Timeout(300)
    void serversThatIgnoreTheCasAreFoundOut() throws IOException {
        List<String> outOfOrder = List.of();
        int rounds = 0;
        try (TwoJvms jvms = new TwoJvms(1)) {
            jvms.rewriteRequests(new CasEraser());
            while (outOfOrder.isEmpty() && rounds < 50) {
                rounds++;
                outOfOrder = outOfOrder(jvms.run(Disturbance.NONE, 2));
            }
        }
        System.out.println("Linearizability: servers that ignore the CAS are found out in round " + rounds);
        assertThat(outOfOrder).isNotEmpty();
    }

    /** Neither what was never to be thrown nor what the search gave up. */
    private static List<String> outOfOrder(History history) {
        return history.violations().stream()
                .filter(text -> text.contains("no order explains this"))
                .toList();
    }
}
