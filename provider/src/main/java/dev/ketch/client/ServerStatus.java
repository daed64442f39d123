// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Instant;

/**
 * What a client knows of a server at a moment.
 *
 * @param server the server
 * @param state its state
 * @param since when it took that state
 * @param reason why, or what the last probe found; a sentence that names the server
 * @param underWay calls under way
 * @param queuedBytes bytes of the requests that wait or are under way
 * @param quarantined connections that are only kept until the server has done what they brought
 * @param timeouts calls that ended since no answer came in time, so far
 * @param errors connections that broke or could not be made, so far
 * @param journal keys to be deleted and fences to be raised there
 * @param dropped writes that were dropped, to be made up for, so far
 * @param deleted keys deleted by repairs so far
 * @param raised fences raised by repairs so far
 */
public record ServerStatus(
        Server server,
        ServerState state,
        Instant since,
        String reason,
        int underWay,
        long queuedBytes,
        int quarantined,
        long timeouts,
        long errors,
        int journal,
        long dropped,
        long deleted,
        long raised) {}
