// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import dev.ketch.testkit.MemcachedProcess;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The TCK on a ring of three memcacheds: bulk operations, iteration and clearing go to more than one of them. */
@Tag("full")
class ThreeServersTckTest extends TckGate {
    @Override
    void onServers() throws Exception {
        try (MemcachedProcess a = MemcachedProcess.start();
                MemcachedProcess b = MemcachedProcess.start();
                MemcachedProcess c = MemcachedProcess.start()) {
            run("three-servers", List.of(a.address(), b.address(), c.address()));
        }
    }
}
