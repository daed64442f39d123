// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.Map;

/**
 * How a {@link ServerCommand} ended on one server.
 *
 * @param server who was asked
 * @param status how it ended
 * @param version the version of memcached, if that was asked for, else empty
 * @param stats the statistics in the server's order, if they were asked for, else empty
 * @param problem what went wrong, a sentence that names the server; empty if it is {@link ResultStatus#OK}
 */
public record ServerReply(
        Server server, ResultStatus status, String version, Map<String, String> stats, String problem) {
    public boolean isOk() {
        return status == ResultStatus.OK;
    }
}
