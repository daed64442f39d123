// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.TextClient;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that all tests of a class share; the order matters since one test leaves them in a bad state. */
@ExtendWith(ServersAreGone.class)
@Memcached(
        flags = {"-I", "2m"},
        memoryMb = 32,
        count = 2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedServersTest {

    private final List<MemcachedProcess> servers;

    SharedServersTest(List<MemcachedProcess> servers) {
        this.servers = servers;
        ServersAreGone.expect(servers);
    }

    @Test
    @Order(1)
    void everyShapeGivesTheSameServers(MemcachedProcess first, MemcachedProcess[] array, List<MemcachedProcess> list) {
        assertThat(servers).hasSize(2);
        assertThat(array).containsExactlyElementsOf(servers);
        assertThat(list).isEqualTo(servers);
        assertThat(first).isSameAs(servers.get(0));
        assertThat(servers.get(1).port()).isNotEqualTo(first.port());
    }

    @Test
    @Order(2)
    void serversHaveTheFlags() {
        for (MemcachedProcess server : servers) {
            assertThat(server.stats("settings"))
                    .containsEntry("item_size_max", Integer.toString(2 << 20))
                    .containsEntry("maxbytes", Integer.toString(32 << 20));
        }
    }

    @Test
    @Order(3)
    void proxiesStandBeforeTheServersInOrder(FaultProxy first, FaultProxy[] array, List<FaultProxy> list)
            throws Exception {
        assertThat(array).hasSize(2).containsExactlyElementsOf(list);
        assertThat(first).isSameAs(array[0]);
        for (int i = 0; i < 2; i++) {
            try (TextClient client = new TextClient(array[i].port())) {
                assertThat(pid(client)).isEqualTo(servers.get(i).pid());
            }
        }
    }

    @Test
    @Order(4)
    void leavesAMess(List<FaultProxy> proxies) {
        servers.get(0).kill();
        servers.get(1).stop();
        proxies.get(0).refuse();
        proxies.get(1).all().stall(Direction.TO_SERVER);
        assertThat(servers.get(0).isAlive()).isFalse();
    }

    @Test
    @Order(5)
    void findsEverythingInOrderAgain(List<FaultProxy> proxies) throws Exception {
        for (int i = 0; i < 2; i++) {
            try (TextClient client = new TextClient(proxies.get(i).port())) {
                assertThat(pid(client)).isEqualTo(servers.get(i).pid());
            }
        }
    }

    @Nested
    class NestedTests {

        @Test
        void shareTheServersOfTheEnclosingClass(List<MemcachedProcess> injected) {
            assertThat(injected).isEqualTo(servers);
        }
    }

    private static long pid(TextClient client) throws Exception {
        String[] words = String.valueOf(client.ask("stats")).split(" ", -1);
        assertThat(words).startsWith("STAT", "pid");
        return Long.parseLong(words[2]);
    }
}
