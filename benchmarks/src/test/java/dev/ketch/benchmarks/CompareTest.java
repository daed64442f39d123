// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Options, order and table of a comparison. */
class CompareTest {
    private static CompareOptions options(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return CompareOptions.of(properties);
    }

    @Test
    void everythingIsComparedUnlessChosen() {
        CompareOptions all = options();
        assertThat(all.contestants()).hasSize(8);
        assertThat(all.cells())
                .extracting(Cell::toString)
                .containsExactly(
                        "get:1",
                        "get:4",
                        "get:16",
                        "get:64",
                        "set:1",
                        "set:4",
                        "set:16",
                        "set:64",
                        "mget:1",
                        "mget:4",
                        "mget:16",
                        "async:1",
                        "virtual:10000");
    }

    @Test
    void aSubsetIsChosen() {
        CompareOptions some = options("clients", "raw,ketch", "threads", "64", "workloads", "get,mget", "rounds", "5");
        assertThat(some.contestants()).extracting(Contestant::label).containsExactly("raw", "ketch");
        assertThat(some.cells()).extracting(Cell::toString).containsExactly("get:64");
        assertThat(some.rounds()).isEqualTo(5);
    }

    @Test
    void aSweepTriesEveryPair() {
        CompareOptions sweep = options("sweep", "", "sweepD", "0,1", "sweepK", "1,2,4");
        assertThat(sweep.contestants()).hasSize(6);
        assertThat(sweep.contestants().get(1).properties())
                .containsEntry("ketch.directConnections", "0")
                .containsEntry("ketch.batchesInFlight", "2");
    }

    @Test
    void aSlipIsNamed() {
        assertThatThrownBy(() -> options("clients", "memcache"))
                .hasMessageContaining("client [memcache] is unknown")
                .hasMessageContaining("xmemcached");
        assertThatThrownBy(() -> options("threads", "0")).hasMessageContaining("-Dthreads is [0]");
        assertThatThrownBy(() -> options("workloads", "put")).hasMessageContaining("workload [put] is unknown");
    }

    @Test
    void theOrderTurnsRound() {
        List<Contestant> contestants = options().contestants();
        assertThat(Compare.order(contestants, 2)).isEqualTo(contestants);
        assertThat(Compare.order(contestants, 1).get(0)).isEqualTo(contestants.get(7));
    }

    @Test
    void theTableShowsMedianSpreadAndWhatIsMissing() {
        CompareOptions options = options("clients", "raw,ketch,xmemcached", "threads", "4", "workloads", "get,async");
        Table table = new Table(options);
        Cell get = Cell.parse("get:4");
        for (double ops : new double[] {1_000, 1_300, 900}) {
            table.add(
                    options.contestants().get(0),
                    List.of(Result.parse(new Result(get, ops, ops / 10, ops, "").line())));
        }
        table.add(
                options.contestants().get(1),
                List.of(
                        new Result(get, 1, 1, 1, ""),
                        Result.parse(Result.failed(get, "a\n|b").line())));
        assertThat(table.markdown().split("\\R"))
                .contains(
                        "| get | 4 | raw | 1,000 | 40 % | 100.0 | 1000.0 |",
                        "| get | 4 | ketch | FAILED in 1 of 2 rounds: a /b | | | |",
                        "| get | 4 | xmemcached | FAILED in 0 of 0 rounds: no result | | | |",
                        "| get, 256 under way | 1 | raw | NOT RUN: no asynchronous get | | | |");
    }
}
