// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Instant;

/**
 * A server has changed its state.
 *
 * @param server the server
 * @param from the state before
 * @param to the state now
 * @param reason why, a sentence that names the server
 * @param at when
 */
public record ServerEvent(Server server, ServerState from, ServerState to, String reason, Instant at) {}
