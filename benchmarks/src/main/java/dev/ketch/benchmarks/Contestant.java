// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.benchmarks.client.ClientKind;
import dev.ketch.benchmarks.load.VirtualThreads;
import dev.ketch.benchmarks.server.RedisTarget;
import java.util.Map;
import java.util.Optional;

/**
 * A client with its settings.
 *
 * @param label its name in the table
 * @param properties system properties that its adapter looks at
 */
record Contestant(String label, ClientKind client, Map<String, String> properties) {
    /** Why it cannot run a cell here, if so. */
    Optional<String> obstacle(Cell cell) {
        if (!client.hasServer()) {
            return Optional.of("no redis-server on the PATH and no -D" + RedisTarget.PROPERTY);
        }
        if (cell.workload() == Workload.ASYNC && !client.isAsync()) {
            return Optional.of("no asynchronous get");
        }
        if (cell.workload() == Workload.VIRTUAL && !VirtualThreads.areSupported()) {
            return Optional.of("JDK " + Runtime.version().feature() + " has no virtual threads");
        }
        return Optional.empty();
    }
}
