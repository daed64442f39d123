// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that go to every server, with one reply for each. */
class ServerCommandTest {
    private static List<ServerReply> submit(MemcachedClient client, ServerCommand command) {
        return client.submit(command).toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void oneReplyFromEachServer(int direct) {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                MemcachedClient client = MemcachedClients.open(
                        Fixture.withDirect(Fixture.settings(Duration.ofSeconds(10), one.port(), two.port()), direct))) {
            assertThat(client.version()).hasSize(2).allSatisfy(reply -> assertThat(reply.version())
                    .matches("\\d+\\.\\d+.*"));
            for (List<ServerReply> stats : List.of(client.stats(), submit(client, ServerCommand.stats()))) {
                assertThat(stats.get(0).stats()).containsEntry("pid", Long.toString(one.pid()));
                assertThat(stats.get(1).stats()).containsEntry("pid", Long.toString(two.pid()));
                assertThat(stats).allSatisfy(reply -> assertThat(reply.stats()).hasSizeGreaterThan(50));
            }
            assertThat(client.execute(
                                    ServerCommand.stats("settings"),
                                    client.servers().get(1))
                            .stats())
                    .containsEntry("cas_enabled", "yes");
            assertThat(client.stats("no such group")).allSatisfy(reply -> {
                assertThat(reply.isOk()).isFalse();
                assertThat(reply.problem()).contains(reply.server().name());
            });
            assertThat(client.noop()).allMatch(ServerReply::isOk);
            // The connections are in step afterwards.
            for (int i = 0; i < 50; i++) {
                assertThat(client.set("k" + i, bytes("v" + i), null).isOk()).isTrue();
                client.stats();
                assertThat(client.get("k" + i).value()).isEqualTo(bytes("v" + i));
            }
            ConcurrentLinkedQueue<String> flushed = new ConcurrentLinkedQueue<>();
            client.submit(
                    ServerCommand.flush(), reply -> flushed.add(reply.server().name() + reply.status()));
            Fixture.await("two replies", () -> flushed.size() == 2);
            assertThat(flushed).containsExactlyInAnyOrder(one.address() + "OK", two.address() + "OK");
            assertThat(client.get("k1").status()).isEqualTo(ResultStatus.NOT_FOUND);
        }
    }

    @Test
    void aDeadServerHasItsReplyToo() {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                MemcachedProcess three = MemcachedProcess.start();
                MemcachedClient client = Fixture.open(Duration.ofSeconds(5), one, two, three)) {
            two.kill();
            for (List<ServerReply> replies : List.of(client.flush(), submit(client, ServerCommand.flush()))) {
                assertThat(replies)
                        .extracting(ServerReply::status)
                        .containsExactly(ResultStatus.OK, ResultStatus.DISCONNECTED, ResultStatus.OK);
                assertThat(replies.get(1).problem()).contains(two.address());
            }
        }
    }

    @Test
    void whatAServerDoesNotAllow() {
        try (MemcachedProcess server = MemcachedProcess.start("-F");
                MemcachedClient client = Fixture.open(Duration.ofSeconds(5), server)) {
            assertThat(client.flush().get(0).status()).isEqualTo(ResultStatus.REFUSED);
            assertThat(client.set("k", bytes("v"), null).isOk()).isTrue();
        }
    }

    @Test
    void groupsHaveNames() {
        assertThatThrownBy(() -> ServerCommand.stats("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServerCommand.stats("x".repeat(251)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("251");
    }

    @Test
    void usableAsFarAsIsKnown() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = Fixture.open(Duration.ofSeconds(5), server)) {
            assertThat(client.usable()).as("never tried").isTrue();
            client.noop();
            assertThat(client.usable()).isTrue();
            server.kill();
            Fixture.await("found dead", () -> {
                client.get("k");
                return !client.usable();
            });
            server.restart();
            Fixture.await("found alive by looking only", client::usable);
            client.close();
            assertThat(client.usable()).isFalse();
        }
    }
}
