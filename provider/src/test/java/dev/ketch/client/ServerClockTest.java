// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.embedded.EmbeddedMemcached;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose clock is off is named in the log, once. */
@Timeout(60)
class ServerClockTest {
    private final Logger logger = Logger.getLogger("dev.ketch.client.net.ClockCheck");
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    private static void talk(int port) {
        for (int connection = 0; connection < 2; connection++) {
            try (MemcachedClient client = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(5), port))) {
                assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.ANSWERED);
            }
        }
    }

    private List<String> heardOf(Duration off) {
        try (EmbeddedMemcached server = EmbeddedMemcached.builder()
                        .clock(() -> Instant.now().plus(off))
                        .start();
                MemcachedClient client =
                        MemcachedClients.open(Fixture.settings(Duration.ofSeconds(5), server.port()))) {
            // Several at once need several connections, each greeted.
            List.of("a", "b", "c", "d").parallelStream()
                    .forEach(key -> assertThat(run(client, get(key)).outcome()).isEqualTo(Outcome.ANSWERED));
            if (!off.isZero()) {
                // By whichever connection found it, which need not be one that a call has waited for.
                Fixture.await("it is told", () -> !log.isEmpty());
            }
        }
        return List.copyOf(log);
    }

    @Test
    void aheadIsTold() {
        assertThat(heardOf(Duration.ofMinutes(10))).singleElement().satisfies(line -> assertThat(line)
                .containsPattern("server \\[127\\.0\\.0\\.1:\\d+]: its clock is (59\\d|600) s ahead of this JVM's")
                .contains("ends as much earlier"));
    }

    @Test
    void behindIsTold() {
        assertThat(heardOf(Duration.ofMinutes(-10))).singleElement().satisfies(line -> assertThat(line)
                .containsPattern("its clock is (59\\d|600) s behind this JVM's")
                .contains("ends as much later"));
    }

    @Test
    void inStepIsNot() {
        assertThat(heardOf(Duration.ZERO)).isEmpty();
        try (MemcachedProcess server = MemcachedProcess.start()) {
            talk(server.port());
        }
        assertThat(log).isEmpty();
    }
}
