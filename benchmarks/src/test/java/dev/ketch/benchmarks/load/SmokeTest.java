// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.benchmarks.client.ClientKind;
import java.util.Arrays;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every workload runs with every client, its values right and its counts borne out; how fast is not asked here. */
class SmokeTest {
    private static final int THREADS = 4;

    @ParameterizedTest
    @EnumSource
    void everyWorkloadRuns(ClientKind client) throws RunnerException {
        if (!client.hasServer()) {
            System.out.println("NOT RUN: " + client.label() + ", there is no redis-server");
            return;
        }
        assertThat(run(GetBenchmark.class, client, THREADS).counted().gets()).isPositive();
        assertThat(run(SetBenchmark.class, client, THREADS).counted().sets()).isPositive();
        assertThat(run(MultiGetBenchmark.class, client, THREADS).counted().gets())
                .isPositive()
                .satisfies(n -> assertThat(n % Values.BATCH).isZero());
        if (client.isAsync()) {
            assertThat(run(AsyncBenchmark.class, client, 1).counted().gets()).isPositive();
        }
        if (VirtualThreads.areSupported()) {
            assertThat(run(VirtualThreadsBenchmark.class, client, 1).counted().gets())
                    .isPositive();
        } else {
            assertThatThrownBy(VirtualThreads::starter).hasMessageContaining("NOT RUN");
        }
    }

    private static Trial run(Class<?> benchmark, ClientKind client, int threads) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .param("client", client.label())
                .param("keys", "500")
                .forks(0)
                .threads(threads)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(20))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (benchmark == VirtualThreadsBenchmark.class) {
            options = options.param("callers", "200");
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        assertThat(results)
                .singleElement()
                .satisfies(r -> assertThat(r.getPrimaryResult().getScore()).isPositive());
        Trial trial = Workbench.takeLast();
        assertThat(trial.p50Micros()).isPositive().isLessThanOrEqualTo(trial.p99Micros());
        return trial;
    }

    @Test
    void everyClientIsAParameter() throws NoSuchFieldException {
        String[] offered =
                Workbench.class.getField("client").getAnnotation(Param.class).value();
        assertThat(offered)
                .containsExactly(Arrays.stream(ClientKind.values())
                        .map(ClientKind::label)
                        .toArray(String[]::new));
    }
}
