// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.FaultProxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServersAreGone.class)
@Memcached(perMethod = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServersPerMethodTest {

    private final List<MemcachedProcess> earlier = new ArrayList<>();
    private final List<MemcachedProcess> prepared = new ArrayList<>();

    @BeforeEach
    void prepare(MemcachedProcess server) {
        prepared.add(server);
    }

    @RepeatedTest(2)
    void eachTestHasItsOwn(MemcachedProcess server, FaultProxy proxy) {
        assertThat(earlier).doesNotContain(server).allSatisfy(old -> assertThat(old.isAlive())
                .isFalse());
        assertThat(prepared).endsWith(server);
        assertThat(server.stats()).containsEntry("pid", Long.toString(server.pid()));
        assertThat(proxy.connections()).isZero();
        earlier.add(server);
        ServersAreGone.expect(List.of(server));
    }
}
