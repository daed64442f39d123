// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are missing from the stream: only a quiet request may go without one. */
class SkippedAnswerTest {
    private static final int HEADER = 24;

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aWriteWhoseAnswerIsMissingIsUnknown(int direct) {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                MemcachedClient client = MemcachedClients.open(
                        Fixture.withDirect(Fixture.settings(Duration.ofSeconds(10), proxy.port()), direct))) {
            run(client, Request.noop());
            AtomicBoolean first = new AtomicBoolean(true);
            proxy.present()
                    .rewrite(
                            Direction.TO_CLIENT,
                            chunk -> first.getAndSet(false) ? Arrays.copyOfRange(chunk, HEADER, chunk.length) : chunk);
            Exchange exchange = run(client, set("k", bytes("v")), get("k"), Request.noop());
            assertThat(exchange.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(exchange.problem()).contains("the answer to SET is missing");
        }
    }
}
