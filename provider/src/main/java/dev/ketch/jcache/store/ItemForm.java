// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Response;

/** What stands in the items of one cache beside the values, and what makes an item an entry. Thread-safe. */
interface ItemForm {
    /** Said by {@link #judge} of an item that the cache's last clear has ended. */
    Object OUTDATED = new Object();

    /** The memcached flags of the items that are written. */
    int flags();

    /** How many bytes {@link #head} gives. */
    int headLength(Slot slot);

    /** What is written before the value. */
    byte[] head(Slot slot, long generation, long deadline, byte[] payload);

    /** The expiry that memcached is told, as the protocol has it. */
    int exptime(long deadline, long now);

    /**
     * Judges an item.
     *
     * @param generation the server's, as read after the item
     * @return an {@link ItemHeader}, a {@link Flaw}, or {@link #OUTDATED}
     */
    Object judge(Server server, byte[] wireKey, Response response, long generation);

    /**
     * Whether an item that has been written over another under an assumed generation counts although the generation has
     * changed since. If so, such a write has to be looked after.
     */
    boolean outlivesGenerations();

    /**
     * Whether an item that was added under a generation counts in another.
     *
     * @param cas that was given to the item
     */
    boolean counts(long cas, long assumed, long current);
}
