// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import dev.ketch.testkit.MemcachedProcess;
import java.util.List;

/** The TCK on one memcached. */
class TckTest extends TckGate {
    @Override
    void onServers() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            run("one-server", List.of(server.address()));
        }
    }
}
