// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.tck.ServerCounters;
import dev.ketch.tck.TckPart;
import dev.ketch.tck.TckRun;
import dev.ketch.testkit.MemcachedProcess;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate: with each container the TCK's tests of the annotations ran, every one, on memcached, and passed. */
class AnnotationsTckTest {
    /** Three beans, which differ in how they name their cache, with four tests each. */
    private static final int TESTS = 12;

    @ParameterizedTest
    @EnumSource
    void everyTestPassesAndNoneIsExcluded(Container container) throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            TckRun run = TckRun.of(
                    TckPart.ANNOTATIONS,
                    "annotations-" + container,
                    List.of(server.address()),
                    "-D" + Container.PROPERTY + "=" + container);
            ServerCounters counters = ServerCounters.of(server.host(), server.port());
            System.out.printf(
                    "JSR-107 annotations [%s]: %d run, %d failed, %d excluded%n",
                    container.title(), run.results().size(), run.failures().size(), run.excluding());

            assertThat(run.results())
                    .hasSize(TESTS)
                    .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
            // With a container that does not start, the TCK excludes every test and calls it passed.
            assertThat(run.excluding()).isZero();
            // Each test caches a result; in two of four the cache must give it back.
            assertThat(counters.sets()).isGreaterThanOrEqualTo(TESTS);
            assertThat(counters.hits()).isGreaterThanOrEqualTo(TESTS / 2);
        }
    }
}
