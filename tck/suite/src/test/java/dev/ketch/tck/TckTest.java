// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The gate: the whole TCK ran, on memcached, and failed exactly where it is known to fail. */
class TckTest {
    /** All of cache-tests 1.1.1 but for the annotations, which want a container each. */
    private static final int TESTS = 481;

    /** The dummy that the TCK wants excluded, and the twelve of storing by reference, which is optional. */
    private static final int EXCLUDING = 13;

    private static TckRun run;
    private static List<String> known;
    private static Map<String, String> before;
    private static Map<String, String> after;

    @BeforeAll
    static void runTck() throws Exception {
        known = knownFailures();
        try (MemcachedProcess server = MemcachedProcess.start()) {
            before = server.stats();
            run = TckRun.on(List.of(server.address()), "one-server");
            after = server.stats();
        }
        System.out.printf(
                "JSR-107 TCK 1.1.1: %d run, %d failed (%d known), %d EXCLUDING TEST lines; memcached cmd_get +%d, cmd_set +%d%n",
                run.results().size(),
                run.failures().size(),
                known.size(),
                run.excluding(),
                grown("cmd_get"),
                grown("cmd_set"));
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

    /** A test that begins to pass has to come off the list, so that it can never fail again unseen. */
    @Test
    void whatFailsIsExactlyWhatIsKnownToFail() {
        assertThat(run.failures()).containsExactlyInAnyOrderElementsOf(known);
    }

    /** The TCK makes thousands of reads and hundreds of writes; were something standing in for memcached, the server would not know. */
    @Test
    void theServerDidTheWork() {
        assertThat(grown("cmd_get")).isGreaterThan(2_000);
        assertThat(grown("cmd_set")).isGreaterThan(500);
    }

    @TestFactory
    Stream<DynamicTest> tck() {
        return run.results().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    if (!known.contains(e.getKey())) {
                        assertThat(e.getValue()).as(e.getKey()).isEmpty();
                    }
                }));
    }

    private static long grown(String counter) {
        return Long.parseLong(after.get(counter)) - Long.parseLong(before.get(counter));
    }

    private static List<String> knownFailures() throws IOException {
        return resource("known-failures.txt");
    }

    private static List<String> resource(String name) throws IOException {
        try (var in = TckTest.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                    .toList();
        }
    }
}
