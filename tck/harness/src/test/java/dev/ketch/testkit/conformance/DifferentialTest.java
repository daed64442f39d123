// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same random commands to both servers: every reply has to be equal. A CAS is compared by its distance from the
 * first one of the run, which is stricter than by its order.
 *
 * <p>A failure names its seed; {@code -Dketch.seed} repeats it.
 */
@ExtendWith(Servers.Resolver.class)
class DifferentialTest {
    private static final int STEPS = 2000;

    private final Servers servers;

    DifferentialTest(Servers servers) {
        this.servers = servers;
    }

    @Test
    void randomCommandsGetEqualReplies() throws IOException {
        long first = Long.getLong("ketch.seed", System.nanoTime());
        for (long seed = first; seed < first + 3; seed++) {
            compare(seed, STEPS);
        }
    }

    @Test
    @Tag("full")
    void manyRandomCommandsGetEqualReplies() throws IOException {
        long first = Long.getLong("ketch.seed", System.nanoTime());
        for (long seed = first; seed < first + 200; seed++) {
            compare(seed, STEPS);
        }
    }

    private void compare(long seed, int steps) throws IOException {
        String prefix = "diff" + seed + "-";
        CommandGenerator generator = new CommandGenerator(seed, prefix);
        List<String> trace = new ArrayList<>();
        try (Side real = new Side(servers.of(ServerKind.REAL), prefix);
                Side embedded = new Side(servers.of(ServerKind.EMBEDDED), prefix)) {
            for (int step = 0; step < steps; step++) {
                CommandGenerator.Step next = generator.next();
                trace.add(next.request() + " " + next.cas());
                List<String> expected = real.run(next);
                assertThat(embedded.run(next))
                        .as("-Dketch.seed=%d, step %d, after %s", seed, step, tail(trace))
                        .isEqualTo(expected);
            }
        }
    }

    private static List<String> tail(List<String> trace) {
        return trace.subList(Math.max(0, trace.size() - 25), trace.size());
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
