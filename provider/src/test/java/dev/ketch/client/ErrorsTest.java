// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that die of an error, wherever it strikes, leave a client that others can use. */
class ErrorsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aStackThatOverflowsWhileAConnectionIsAskedFor(int direct) throws InterruptedException {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            ClientSettings settings = Fixture.withDirect(Fixture.settings(TIMEOUT, server.port()), direct);
            try (MemcachedClient warm = MemcachedClients.open(settings)) {
                assertThat(run(warm, Request.noop()).isAnswered()).isTrue();
            }
            for (int i = 1; i < 80; i++) {
                // Each time for a client without connections, a little further from the end of the stack.
                int depth = i;
                try (MemcachedClient client = MemcachedClients.open(settings)) {
                    Thread deep =
                            new Thread(null, () -> atDepth(() -> run(client, Request.noop()), depth), "deep", 1 << 18);
                    deep.start();
                    deep.join();
                    assertThat(run(client, set("k", new byte[1])).outcome())
                            .as("%s frames from the end", depth)
                            .isEqualTo(Outcome.ANSWERED);
                }
            }
        }
    }

    /** Makes the call so many frames before the end of the stack. */
    private static void atDepth(Runnable call, int frames) {
        int[] counted = {0};
        descend(call, frames, counted);
    }

    private static void descend(Runnable call, int frames, int[] counted) {
        try {
            if (counted[0] == 0) {
                descend(call, frames, counted);
            }
        } catch (StackOverflowError e) {
            // The end.
        }
        if (++counted[0] == frames) {
            try {
                call.run();
            } catch (StackOverflowError e) {
                // This is what is tried.
            }
        }
    }
}
