// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/**
 * The keys of one server that begin with a prefix, in bounded memory. A key that is there all the time is met once, and
 * none is met twice; memcached before 1.6.9 promises neither while it is written to. Iterated by one thread;
 * {@link #close} may come from any.
 */
public interface KeyListing extends AutoCloseable {
    /**
     * The next key, or {@code null} at the end. Blocks until there is one.
     *
     * @throws ListingException if the server cannot list its keys, or the listing broke off
     */
    @org.jspecify.annotations.Nullable
    ListedKey next();

    @Override
    void close();

    /**
     * A key as the server lists it.
     *
     * @param key the wire key
     * @param cas the item's CAS when it was listed
     * @param size about how many bytes the item has, at most double; 1 if the server does not say
     */
    record ListedKey(byte[] key, long cas, long size) {}
}
