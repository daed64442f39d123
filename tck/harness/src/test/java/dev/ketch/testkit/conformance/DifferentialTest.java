// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same random commands to both servers: every reply has to be equal. A CAS is compared by its distance from the
 * first one of the run, which is stricter than by its order.
 *
 * <p>A failure names its seed; {@code -Dketch.seed} repeats it.
 */
class DifferentialTest {
    private static final int STEPS = 2000;

    @Test
    void randomCommandsGetEqualReplies() throws IOException {
        compare(3);
    }

    @Test
    @Tag("full")
    void manyRandomCommandsGetEqualReplies() throws IOException {
        compare(60);
    }

    /**
     * Servers of its own: see {@link LargeCounterTest} for what the past of a server does to its counters. The real one
     * runs without the threads that tend its lists: while they hold an item, a number is not changed in place, and then
     * it is not filled up with blanks.
     */
    private static void compare(int rounds) throws IOException {
        long first = Long.getLong("ketch.seed", System.nanoTime());
        try (ServerKind.Running real = ServerKind.Running.of(MemcachedProcess.start("-o", "no_modern"));
                ServerKind.Running embedded = ServerKind.EMBEDDED.start()) {
            for (int round = 0; round < rounds; round++) {
                String prefix = "d" + round + "k";
                try (Side one = new Side(real, prefix);
                        Side other = new Side(embedded, prefix)) {
                    compare(first + round, new CommandGenerator(first + round, prefix), one, other);
                }
            }
        }
    }

    private static void compare(long seed, CommandGenerator generator, Side real, Side embedded) throws IOException {
        List<String> trace = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            CommandGenerator.Step next = generator.next();
            List<String> expected = real.run(next);
            List<String> actual = embedded.run(next);
            trace.add(next.request() + " " + next.cas() + " -> " + expected);
            assertThat(actual)
                    .as("-Dketch.seed=%d, step %d, after%n%s%n", seed, step, tail(trace))
                    .isEqualTo(expected);
        }
    }

    private static String tail(List<String> trace) {
        return trace.subList(Math.max(0, trace.size() - 50), trace.size()).stream()
                .map(line -> line.length() > 200 ? line.substring(0, 200) + "..." : line)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** One server and what it told so far. */
    private static final class Side implements AutoCloseable {
        private final Wire wire;
        private final Map<String, Long> latest = new HashMap<>();
        private final Map<String, Long> older = new HashMap<>();
        private final long base;

        Side(ServerKind.Running server, String prefix) throws IOException {
            this.wire = new Wire(server);
            this.base = wire.ask(Request.set(prefix, "base")).cas();
        }

        /** Returns the replies; the command is awaited, since memcached pads numbers only if no reply is in flight. */
        List<String> run(CommandGenerator.Step step) throws IOException {
            List<Reply> replies = wire.exchange(step.request().cas(cas(step)));
            List<String> shown = new ArrayList<>();
            for (Reply reply : replies) {
                if (reply.cas() != 0) {
                    Long last = latest.put(step.key(), reply.cas());
                    if (last != null && last != reply.cas()) {
                        older.put(step.key(), last);
                    }
                }
                shown.add(reply.text() + (reply.cas() == 0 ? "" : "+" + (reply.cas() - base)));
            }
            return shown;
        }

        private long cas(CommandGenerator.Step step) {
            return switch (step.cas()) {
                case NONE -> 0;
                case LATEST_OF_KEY -> latest.getOrDefault(step.key(), ConformanceTest.WRONG_CAS);
                case OLDER -> older.getOrDefault(step.key(), ConformanceTest.WRONG_CAS);
                case WRONG -> ConformanceTest.WRONG_CAS;
            };
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }
}
