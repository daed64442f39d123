// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.store.Compression.Packed;
import org.jspecify.annotations.Nullable;

/** What stands in the items of one cache beside the values, and what makes an item an entry. Thread-safe. */
interface ItemForm {
    /** Said by {@link #judge} of an item that the cache's last clear has ended. */
    Object OUTDATED = new Object();

    /** The value as it is stored. */
    Packed pack(byte[] value);

    /** The memcached flags of an item with such a value. */
    int flags(Packed value);

    /** How many bytes {@link #head} gives. */
    int headLength(Slot slot);

    /** What is written before the value. */
    byte[] head(Slot slot, long generation, long deadline, Packed value);

    /**
     * The value of an item as it was before it was packed, or {@code null} if it is in the item as it was.
     *
     * @throws dev.ketch.serialization.SerializationException if it cannot be had
     */
    byte @Nullable [] unpack(ItemHeader header, Response response);

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
