// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.await;
import static dev.ketch.client.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writes that are dropped at the very moment in which their server comes back, and while the same key is being repaired.
 *
 * <p>Depends on two things: a drop has the server looked at once it is in the journal, in every state that takes commands;
 * and a repair forgets a key only if nothing has happened to it since the repair began.
 */
@Timeout(120)
class ReturnRaceTest {
    private static final Fence FENCE = new Fence(bytes("counter"));
    private static final int THREADS = 4;
    private static final int KEYS = 10;
    private static final int RETURNS = 150;

    private final Queue<String> stale = new ConcurrentLinkedQueue<>();
    private final AtomicLong drops = new AtomicLong();
    private volatile boolean over;

    @Test
    void nothingStaleIsLeftAndNothingIsForgotten() throws InterruptedException {
        try (MemcachedProcess process = MemcachedProcess.start();
                MemcachedClient other = Fixture.open(Duration.ofSeconds(10), process);
                MemcachedClient client =
                        MemcachedClients.open(Fixture.settings(Duration.ofSeconds(10), process.port()).toBuilder()
                                .firstProbe(Duration.ofMillis(1))
                                .longestProbe(Duration.ofMillis(5))
                                .build())) {
            Server server = client.servers().get(0);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                String prefix = "t" + t + "-";
                threads.add(new Thread(() -> replaceAndDrop(prefix, client, other), "dropper"));
            }
            threads.forEach(Thread::start);
            for (int i = 0; i < RETURNS; i++) {
                client.markOffline(server);
                long before = drops.get();
                await("something is dropped", () -> drops.get() > before + THREADS);
                client.markOnline(server);
                await("it is back", () -> client.state(server).admitsCalls());
                if (i % 2 == 0) {
                    await("more is dropped", () -> drops.get() > before + 4 * THREADS);
                }
            }
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
            await("all is repaired", () -> client.status(server).journal() == 0);
            await("it is up", () -> client.state(server) == ServerState.UP);
            assertThat(stale).isEmpty();
            for (int t = 0; t < THREADS; t++) {
                for (int k = 0; k < KEYS; k++) {
                    String key = "t" + t + "-" + k;
                    assertThat(Fixture.answer(Fixture.run(other, Fixture.get(key)), 0)
                                    .isOk())
                            .as("the old value of [%s] is still there", key)
                            .isFalse();
                }
            }
        }
    }

    private void replaceAndDrop(String prefix, MemcachedClient client, MemcachedClient other) {
        Server server = client.servers().get(0);
        for (int i = 0; !over; i++) {
            String key = prefix + i % KEYS;
            Fixture.run(other, Fixture.set(key, bytes("old")));
            client.dropped(server, bytes(key), FENCE);
            drops.incrementAndGet();
            // As a cache reads: it asks for doubts first.
            boolean doubtful = client.isDoubtful(server, bytes(key), FENCE);
            Exchange exchange = Fixture.run(client, Fixture.get(key));
            if (exchange.isAnswered() && Fixture.answer(exchange, 0).isOk() && !doubtful && stale.size() < 20) {
                stale.add(key);
            }
        }
    }
}
