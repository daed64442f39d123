// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.await;
import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.client.ClientSettings.Node;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A list of servers that changes under a client. */
@Timeout(120)
class RingChangeTest {
    private MemcachedProcess one;
    private MemcachedProcess two;
    private MemcachedClient client;

    @BeforeEach
    void start() {
        one = MemcachedProcess.start();
        two = MemcachedProcess.start();
        client = Fixture.open(Duration.ofSeconds(2), one);
    }

    @AfterEach
    void stop() {
        client.close();
        one.close();
        two.close();
    }

    private static List<Node> nodes(MemcachedProcess... servers) {
        return Arrays.stream(servers).map(s -> node(s.port())).toList();
    }

    private static Node node(int port) {
        return new Node("127.0.0.1", port, 1);
    }

    private static String keyOf(MemcachedClient client, Server server) {
        for (int i = 0; ; i++) {
            if (client.serverOf(bytes("key" + i)) == server) {
                return "key" + i;
            }
        }
    }

    @Test
    void whoStaysKeepsItsConnectionsAndWhoComesIsUsed() {
        Server first = client.servers().get(0);
        assertThat(run(client, set("k", bytes("v"))).isAnswered()).isTrue();
        long connections = connections(one);
        assertThat(client.changeServers(nodes(one, two))).isTrue();
        assertThat(client.changeServers(nodes(one, two))).isFalse();
        assertThat(client.servers()).hasSize(2).first().isSameAs(first);
        Server second = client.servers().get(1);
        assertThat(second.name()).isEqualTo(two.address());
        assertThat(client.state(second)).isEqualTo(ServerState.NEW);
        assertThat(run(client, set(keyOf(client, first), bytes("v"))).isAnswered())
                .isTrue();
        assertThat(run(client, set(keyOf(client, second), bytes("v"))).isAnswered())
                .isTrue();
        assertThat(client.state(second)).isEqualTo(ServerState.UP);
        assertThat(connections(one)).isEqualTo(connections);
    }

    /** Those that the client has made so far; each look makes one of its own. */
    private int looks;

    private long connections(MemcachedProcess server) {
        looks++;
        return Long.parseLong(server.stats().get("total_connections")) - looks;
    }

    @Test
    void whoGoesTakesCallsForAWhileAndIsClosedThen() {
        client.changeServers(nodes(one, two));
        Server gone = client.servers().get(1);
        String key = keyOf(client, gone);
        Queue<String> events = new ConcurrentLinkedQueue<>();
        client.addListener(event -> events.add(event.server().name() + " " + event.from() + ">" + event.to()));
        assertThat(run(client, set(key, bytes("v"))).isAnswered()).isTrue();
        Exchange late = new Exchange(gone, List.of(get(key)));
        assertThat(client.changeServers(nodes(one))).isTrue();
        assertThat(client.servers()).hasSize(1).doesNotContain(gone);
        // Its caller has chosen the server before.
        client.run(late);
        assertThat(late.isAnswered()).isTrue();
        await("it is removed", () -> client.state(gone) == ServerState.REMOVED);
        // Of the two that it counts, one is its own listening socket, and one looks.
        await("nobody else is connected", () -> "2".equals(two.stats().get("curr_connections")));
        Exchange tooLate = new Exchange(gone, List.of(get(key)));
        client.run(tooLate);
        assertThat(tooLate.outcome()).isEqualTo(Outcome.DISCONNECTED);
        assertThat(tooLate.problem())
                .contains("server [" + two.address() + "]")
                .contains("was removed from the list of servers");
        client.markOffline(gone);
        client.markOnline(gone);
        assertThat(client.state(gone)).isEqualTo(ServerState.REMOVED);
        await("all is told", () -> events.size() == 2);
        assertThat(events).containsExactly(two.address() + " NEW>UP", two.address() + " UP>REMOVED");

        // One that comes back under the same name is another one.
        client.changeServers(nodes(one, two));
        assertThat(client.servers().get(1)).isNotSameAs(gone);
        assertThat(run(client, get(key)).isAnswered()).isTrue();
    }

    @Test
    void whoIsListedAgainBeforeItHasLeftIsTheSame() {
        client.changeServers(nodes(one, two));
        Server second = client.servers().get(1);
        client.changeServers(nodes(one));
        assertThat(client.state(second)).isNotEqualTo(ServerState.REMOVED);
        client.changeServers(nodes(one, two));
        assertThat(client.servers().get(1)).isSameAs(second);
        assertThat(client.nodes()).isEqualTo(nodes(one, two));
    }

    @Test
    void whatIsUnderWayOnAServerThatGoesIsAnswered() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(two.host(), two.port())) {
            client.changeServers(List.of(node(one.port()), node(proxy.port())));
            Server slow = client.servers().get(1);
            String key = keyOf(client, slow);
            assertThat(run(client, set(key, bytes("v"))).isAnswered()).isTrue();
            proxy.all().stall(Direction.TO_CLIENT);
            List<CompletionStage<Exchange>> stages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                stages.add(client.start(new Exchange(slow, List.of(get(key)))));
            }
            client.changeServers(nodes(one));
            proxy.heal();
            for (CompletionStage<Exchange> stage : stages) {
                assertThat(stage.toCompletableFuture().get().isAnswered()).isTrue();
            }
        }
    }

    @Test
    void aServerThatIsDownIsRemovedToo() {
        client.changeServers(nodes(one, two));
        Server gone = client.servers().get(1);
        two.kill();
        String key = keyOf(client, gone);
        await("it is down", () -> {
            run(client, get(key));
            return client.state(gone) == ServerState.DOWN;
        });
        client.changeServers(nodes(one));
        await("it is removed", () -> client.state(gone) == ServerState.REMOVED);
        assertThat(run(client, get(key)).isAnswered()).isTrue();
    }

    @Test
    void fencesAreRaisedWhereKeysAreGained() {
        Fence fence = new Fence(bytes("counter"));
        client.protect(fence);
        store(one, "100");
        store(two, "200");
        Queue<RingEvent> events = new ConcurrentLinkedQueue<>();
        client.addRingListener(events::add);

        // Only the new one gains anything.
        client.changeServers(nodes(one, two));
        assertThat(stored(one)).isEqualTo("100");
        assertThat(stored(two)).isEqualTo("201");

        // One that cannot be reached is left to its journal.
        two.stop();
        Server second = client.servers().get(1);
        client.changeServers(List.of(node(one.port()), new Node("127.0.0.1", two.port(), 2)));
        assertThat(client.servers().get(1)).isSameAs(second);
        assertThat(client.isDoubtful(second, bytes("k"), fence)).isTrue();
        two.cont();
        await("it is raised", () -> {
            run(client, get(keyOf(client, second)));
            return !client.isDoubtful(second, bytes("k"), fence);
        });
        assertThat(Long.parseLong(stored(two))).isGreaterThan(201);

        client.changeServers(nodes(one));
        assertThat(stored(one)).isEqualTo("101");
        await("all is told", () -> events.size() == 3);
        assertThat(events)
                .extracting(event -> event.cleared().stream().map(Server::name).toList())
                .containsExactly(List.of(two.address()), List.of(two.address()), List.of(one.address()));
    }

    private static void store(MemcachedProcess server, String counter) {
        try (MemcachedClient other = Fixture.open(Duration.ofSeconds(20), server)) {
            assertThat(run(other, set("counter", bytes(counter))).isAnswered()).isTrue();
        }
    }

    private static String stored(MemcachedProcess server) {
        try (MemcachedClient other = Fixture.open(Duration.ofSeconds(20), server)) {
            return new String(other.get("counter").value(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void withKeepNothingIsRaised() {
        try (MemcachedClient keeping =
                MemcachedClients.open(Fixture.settings(Duration.ofSeconds(20), one.port()).toBuilder()
                        .onRingChange(OnRingChange.KEEP)
                        .build())) {
            keeping.protect(new Fence(bytes("counter")));
            store(one, "100");
            store(two, "200");
            keeping.changeServers(nodes(one, two));
            keeping.changeServers(nodes(one));
            assertThat(stored(one)).isEqualTo("100");
            assertThat(stored(two)).isEqualTo("200");
        }
    }

    @Test
    void aBadListLeavesTheOldOne() {
        List<Server> before = client.servers();
        assertThatThrownBy(() -> client.changeServers(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.changeServers(nodes(two, two)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(two.address());
        assertThat(client.servers()).isEqualTo(before);
        client.close();
        assertThatThrownBy(() -> client.changeServers(nodes(two)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aSourceIsFollowedOnceItHasSaidTheSameTwice() {
        List<List<Node>> said = new ArrayList<>();
        Queue<List<Node>> toSay = new ConcurrentLinkedQueue<>();
        toSay.add(nodes(one));
        toSay.add(nodes(two));
        toSay.add(nodes(one));
        toSay.add(nodes(one, two));
        toSay.add(nodes(one, two));
        Queue<RingEvent> events = new ConcurrentLinkedQueue<>();
        client.addRingListener(events::add);
        client.followServers(
                () -> {
                    List<Node> next = toSay.poll();
                    if (next == null) {
                        throw new IllegalStateException("nothing more to say");
                    }
                    said.add(next);
                    return next;
                },
                Duration.ofMillis(10));
        await("it is followed", () -> client.servers().size() == 2);
        await("all is told", () -> !events.isEmpty());
        // What was said once only was not believed.
        assertThat(events).hasSize(1);
        // That the source fails changes nothing.
        await("all is said", toSay::isEmpty);
        assertThat(client.servers()).hasSize(2);
    }

    @Test
    void aSourceIsAskedAtOnceIfWanted() {
        client.rereadServers();
        List<List<Node>> list = new ArrayList<>(List.of(nodes(one)));
        client.followServers(() -> list.get(0), Duration.ofHours(1));
        list.set(0, nodes(one, two));
        client.rereadServers();
        assertThat(client.servers()).hasSize(2);
        list.set(0, List.of());
        assertThatThrownBy(client::rereadServers).isInstanceOf(IllegalArgumentException.class);
        assertThat(client.servers()).hasSize(2);
    }

    @Test
    void aSourceMayGoOnWithItsListAndMayFailOnce() {
        List<Node> live = new CopyOnWriteArrayList<>(nodes(one));
        AtomicInteger asked = new AtomicInteger();
        client.followServers(
                () -> {
                    if (asked.incrementAndGet() % 3 == 0) {
                        throw new IllegalStateException("not now, " + asked);
                    }
                    return live;
                },
                Duration.ofMillis(5));
        await("it was asked", () -> asked.get() > 6);
        live.addAll(nodes(two));
        await("it is followed", () -> client.servers().size() == 2);
        // What another source gave before does not come back.
        client.followServers(() -> nodes(two), Duration.ofMillis(5));
        await("the other is followed", () -> client.nodes().equals(nodes(two)));
        int before = asked.get();
        client.rereadServers();
        assertThat(asked.get()).isBetween(before, before + 1);
        assertThat(client.nodes()).isEqualTo(nodes(two));
    }

    @Test
    void badWaysToFollowAreRefused() {
        for (Duration every : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(2))) {
            assertThatThrownBy(() -> client.followServers(() -> nodes(two), every))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[" + every + "]");
        }
        assertThatThrownBy(() -> new Node("h", 70_000, 1)).hasMessageContaining("port [70000]");
        assertThatThrownBy(() -> new Node("h", 1, 0)).hasMessageContaining("weight [0]");
    }

    @Test
    void threadsEndWithTheClient() {
        client.followServers(() -> nodes(one), Duration.ofMillis(10));
        client.changeServers(nodes(one, two));
        client.changeServers(nodes(two));
        client.close();
        await("no thread is left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                        t -> t.getName().equals("ketch-servers") || t.getName().equals("ketch-departures")));
    }
}
