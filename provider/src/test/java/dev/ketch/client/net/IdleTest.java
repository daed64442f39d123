// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.ClientSettings;
import dev.ketch.client.Exchange;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.client.Outcome;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What an engine that is not used gives back. */
class IdleTest {
    private static int connections(MemcachedProcess server) {
        return Integer.parseInt(server.stats().get("curr_connections"));
    }

    private static void await(int connections, MemcachedProcess server) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (connections(server) != connections) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void idleConnectionsAreClosedAndMadeAgain() throws InterruptedException {
        try (MemcachedProcess process = MemcachedProcess.start()) {
            Endpoint endpoint = new Endpoint(
                    process.address(),
                    process.host(),
                    process.port(),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    4,
                    4,
                    1000,
                    1 << 20,
                    Duration.ofMillis(100),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(30));
            int before = connections(process);
            Deadlines deadlines = new Deadlines(endpoint.timeout());
            try (ServerTransport transport = new ServerTransport(endpoint, deadlines, Vitals.NONE);
                    MemcachedClient naming = MemcachedClients.open(
                            ClientSettings.of(List.of(new ClientSettings.Node(process.host(), process.port(), 1))))) {
                Server server = naming.servers().get(0);
                for (int round = 0; round < 2; round++) {
                    Exchange direct = new Exchange(server, List.of(Request.noop()));
                    transport.run(direct);
                    assertThat(direct.outcome()).isEqualTo(Outcome.ANSWERED);
                    Exchange shared = new Exchange(server, List.of(Request.noop()));
                    CountDownLatch ended = new CountDownLatch(1);
                    transport.start(shared, x -> ended.countDown());
                    ended.await();
                    assertThat(shared.outcome()).isEqualTo(Outcome.ANSWERED);
                    await(before, process);
                }
            } finally {
                deadlines.close();
            }
        }
    }
}
