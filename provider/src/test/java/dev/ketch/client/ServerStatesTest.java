// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.await;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes a server down, what brings it back, and what an operator can do. */
class ServerStatesTest {
    private static ClientSettings.Builder settings(Duration timeout, int... ports) {
        return Fixture.settings(timeout, ports).toBuilder()
                .firstProbe(Duration.ofMillis(20))
                .longestProbe(Duration.ofMillis(100));
    }

    private static Server only(MemcachedClient client) {
        return client.servers().get(0);
    }

    private static ServerState state(MemcachedClient client) {
        return client.status(only(client)).state();
    }

    private static Queue<String> recorded(MemcachedClient client) {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        client.addListener(event -> events.add(event.from() + ">" + event.to()));
        return events;
    }

    @Test
    void aServerThatRefusesIsDownAtOnceAndComesBackByItself() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = MemcachedClients.open(
                        settings(Duration.ofSeconds(10), server.port()).build())) {
            Queue<String> events = recorded(client);
            assertThat(state(client)).isEqualTo(ServerState.NEW);
            run(client, set("k", valueOf("k", 10)));
            assertThat(state(client)).isEqualTo(ServerState.UP);
            server.kill();
            assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.DISCONNECTED);
            await("it is down", () -> state(client) == ServerState.DOWN);
            Exchange refused = run(client, get("k"));
            assertThat(refused.outcome()).isEqualTo(Outcome.DISCONNECTED);
            assertThat(refused.problem())
                    .startsWith("server [" + server.address() + "] was not asked: it is DOWN since ")
                    .contains("cannot be connected to");
            server.restart();
            await("it is up", () -> state(client) == ServerState.UP);
            assertThat(run(client, get("k")).isAnswered()).isTrue();
            await("all is told", () -> events.size() == 4);
            assertThat(events).containsExactly("NEW>UP", "UP>DOWN", "DOWN>REPAIRING", "REPAIRING>UP");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aServerThatHangsIsDownAfterAWhileAndComesBackByItself(int direct) {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = MemcachedClients.open(settings(Duration.ofMillis(500), server.port())
                        .connectTimeout(Duration.ofMillis(500))
                        .directConnections(direct)
                        .build())) {
            run(client, set("k", valueOf("k", 10)));
            server.stop();
            await("it is told that it is down", () -> {
                String problem = run(client, get("k")).problem();
                return problem != null && problem.contains("was not asked: it is DOWN since ");
            });
            server.cont();
            await("it is up", () -> state(client) == ServerState.UP);
            await("it answers", () -> run(client, get("k")).isAnswered());
        }
    }

    @Test
    void silenceInARowTakesAServerDownEvenIfItGreets() {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                MemcachedClient client = MemcachedClients.open(settings(Duration.ofMillis(500), proxy.port())
                        .timeoutsUntilDown(3)
                        .build())) {
            for (int i = 0; i < 3; i++) {
                assertThat(state(client)).isNotEqualTo(ServerState.DOWN);
                // Connected and greeted, and then silent.
                await("it answers", () -> run(client, get("k")).isAnswered());
                proxy.present().hold(Direction.TO_CLIENT);
                if (i < 2) {
                    assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.UNKNOWN);
                    proxy.cut();
                }
            }
            // An answer in between began the count anew.
            assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(state(client)).isNotEqualTo(ServerState.DOWN);
        }
    }

    @Test
    void connectionsThatBreakProveNothing() {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                MemcachedClient client = MemcachedClients.open(
                        settings(Duration.ofSeconds(10), proxy.port()).build())) {
            Queue<String> events = recorded(client);
            for (int i = 0; i < 20; i++) {
                run(client, set("k", valueOf("k", 10)));
                proxy.reset();
                run(client, set("k", valueOf("k", 10)));
                proxy.cut();
            }
            assertThat(state(client)).isEqualTo(ServerState.UP);
            assertThat(events).isSubsetOf("NEW>UP");
        }
    }

    @Test
    void aServerAtItsConnectionLimitStaysUpWithFewerConnections() throws IOException, InterruptedException {
        try (MemcachedProcess server = MemcachedProcess.start("-c", "30", "-t", "1");
                MemcachedClient client = MemcachedClients.open(
                        settings(Duration.ofSeconds(10), server.port()).build())) {
            assertThat(run(client, get("k")).isAnswered()).isTrue();
            List<Socket> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    crowd.add(new Socket("127.0.0.1", server.port()));
                }
                Queue<Exchange> failed = new ConcurrentLinkedQueue<>();
                List<Thread> threads = new ArrayList<>();
                for (int t = 0; t < 8; t++) {
                    Thread thread = new Thread(() -> {
                        for (int i = 0; i < 200; i++) {
                            Exchange exchange = run(client, get("k"));
                            if (!exchange.isAnswered()) {
                                failed.add(exchange);
                            }
                        }
                    });
                    thread.start();
                    threads.add(thread);
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(failed).extracting(Exchange::problem).isEmpty();
                assertThat(state(client)).isEqualTo(ServerState.UP);
            } finally {
                for (Socket socket : crowd) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void anOperatorTakesAServerOutOfUseAndGivesItBack() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedProcess other = MemcachedProcess.start();
                MemcachedClient client =
                        MemcachedClients.open(settings(Duration.ofSeconds(10), server.port(), other.port())
                                .build())) {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                keys.add("key" + i);
                run(client, set("key" + i, valueOf("key" + i, 10)));
            }
            List<Server> owners =
                    keys.stream().map(k -> client.serverOf(Fixture.bytes(k))).toList();
            Server marked = client.servers().get(0);
            client.markOffline(marked);
            assertThat(client.status(marked).state()).isEqualTo(ServerState.OFFLINE);
            String asked = server.stats().get("cmd_get");
            for (int i = 0; i < keys.size(); i++) {
                Exchange exchange = run(client, get(keys.get(i)));
                assertThat(client.serverOf(Fixture.bytes(keys.get(i)))).isEqualTo(owners.get(i));
                assertThat(exchange.outcome())
                        .isEqualTo(owners.get(i) == marked ? Outcome.DISCONNECTED : Outcome.ANSWERED);
            }
            List<Exchange> batch =
                    keys.stream().map(k -> Fixture.exchange(client, get(k))).toList();
            client.runAll(batch);
            assertThat(batch).allSatisfy(x -> assertThat(x.outcome())
                    .isEqualTo(x.server() == marked ? Outcome.DISCONNECTED : Outcome.ANSWERED));
            assertThat(client.start(Fixture.exchange(client, get(keys.get(owners.indexOf(marked)))))
                            .toCompletableFuture()
                            .join()
                            .problem())
                    .contains("it is OFFLINE since")
                    .contains("was marked offline");
            assertThat(server.stats()).containsEntry("cmd_get", asked);
            client.markOnline(marked);
            await("it is up", () -> client.status(marked).state() == ServerState.UP);
            assertThat(run(client, get(keys.get(owners.indexOf(marked)))).isAnswered())
                    .isTrue();
        }
    }

    @Test
    void aServerOfAnotherClientIsRefused() {
        try (MemcachedClient client = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(1), 11211));
                MemcachedClient other = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(1), 11211))) {
            assertThatThrownBy(() -> client.markOffline(only(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("server [127.0.0.1:11211] is none of this client's");
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = MemcachedClients.open(
                        settings(Duration.ofSeconds(10), server.port()).build())) {
            client.addListener(event -> {
                throw new IllegalStateException("thrown on purpose");
            });
            Queue<String> events = recorded(client);
            run(client, get("k"));
            client.markOffline(only(client));
            client.markOnline(only(client));
            await("all is told", () -> events.contains("REPAIRING>UP"));
            assertThat(run(client, get("k")).isAnswered()).isTrue();
        }
    }
}
