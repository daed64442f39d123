// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Instant;
import java.util.List;

/**
 * The list of servers has changed.
 *
 * @param before the servers until now
 * @param after the servers from now on; those that stay are the same objects
 * @param cleared those on which all caches are cleared for it, at once or when they can be reached again
 * @param at when
 */
public record RingEvent(List<Server> before, List<Server> after, List<Server> cleared, Instant at) {
    public RingEvent {
        before = List.copyOf(before);
        after = List.copyOf(after);
        cleared = List.copyOf(cleared);
    }
}
