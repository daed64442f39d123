// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import org.jspecify.annotations.Nullable;

/** What says which items of a cache are younger than its last clear. Thread-safe. */
interface GenerationSource {
    /** Whether there are generations at all. */
    boolean isCounted();

    /** Whether a listed key is not one of an entry. */
    boolean isReserved(byte[] wireKey);

    /** The request that ends a packet, and whose answer {@link #learn} takes; always answered. */
    Request read();

    /** The same where there are generations and it does not come last; silent where there is no counter. */
    Request readQuietly();

    /** What the answer to {@link #readQuietly} says, or {@code otherwise} if it says nothing. Nothing is learned by it. */
    long told(Server server, @Nullable Response response, long otherwise);

    /** The server's generation as last seen, or as asked for if it never was. */
    long lastKnown(Server server);

    /** The server's generation as last seen, or {@code null} if it never was. Asks nobody. */
    @Nullable
    Long guess(Server server);

    /** Takes the answer to {@link #read} and returns the server's generation. */
    long learn(Server server, @Nullable Response response);

    /** Begins a new generation on all servers. */
    void raiseAll();
}
