// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The gate: the whole TCK ran, on the servers that a subclass starts, and none of it failed. The servers are fresh, so
 * what they counted is what the TCK did.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TckGate {
    /** All of cache-tests 1.1.1 but for the annotations, which want a container each. */
    private static final int TESTS = 481;

    /** The dummy that the TCK wants excluded, and the twelve of storing by reference, which is optional. */
    private static final int EXCLUDING = 13;

    private final List<ServerCounters> counters = new ArrayList<>();
    private TckRun run;

    /** Starts servers, calls {@link #run} with them and stops them. */
    abstract void onServers() throws Exception;

    final void run(String name, List<String> servers) throws IOException, InterruptedException {
        run = TckRun.of(TckPart.CORE, name, servers);
        for (String server : servers) {
            int colon = server.lastIndexOf(':');
            counters.add(ServerCounters.of(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))));
        }
        System.out.printf(
                "JSR-107 TCK 1.1.1 [%s]: %d run, %d failed, %d EXCLUDING TEST lines; memcached cmd_get +%d, cmd_set +%d%n",
                name, run.results().size(), run.failures().size(), run.excluding(), gets(), sets());
    }

    @BeforeAll
    void runTck() throws Exception {
        onServers();
    }

    @Test
    void everyTestRan() {
        assertThat(run.results()).hasSize(TESTS);
    }

    @Test
    void onlyTheDummyAndTheByReferenceTestsExcludeThemselves() throws IOException {
        assertThat(run.excluding()).isEqualTo(EXCLUDING);
        assertThat(resource("ExcludeList")).containsExactly("org.jsr107.tck.CachingTest#dummyTest");
    }

    @Test
    void noneFails() {
        assertThat(run.failures()).isEmpty();
    }

    /** The TCK makes thousands of reads and hundreds of writes; were something standing in for memcached, the server would not know. */
    @Test
    void theServersDidTheWork() {
        assertThat(gets()).isGreaterThan(2_000);
        assertThat(sets()).isGreaterThan(500);
        assertThat(counters).allSatisfy(server -> {
            assertThat(server.gets()).isPositive();
            assertThat(server.sets()).isPositive();
        });
    }

    @TestFactory
    Stream<DynamicTest> tck() {
        return run.results().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(
                        e.getKey(),
                        () -> assertThat(e.getValue()).as(e.getKey()).isEmpty()));
    }

    private long gets() {
        return counters.stream().mapToLong(ServerCounters::gets).sum();
    }

    private long sets() {
        return counters.stream().mapToLong(ServerCounters::sets).sum();
    }

    private static List<String> resource(String name) throws IOException {
        try (var in = TckGate.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                    .toList();
        }
    }
}
