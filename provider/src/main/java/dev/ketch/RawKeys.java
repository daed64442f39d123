// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

/**
 * What the keys of a cache look like in memcached whose serializer adds nothing to the values ({@code string}, {@code
 * bytes}). They are Strings of the characters {@code !} to {@code ~}, so that other programs can say them.
 */
public enum RawKeys {
    /**
     * {@code <namespace>:<cache>:<key>}. The cache keeps a counter on each server, and what was written before its last
     * {@code clear()} is absent for Ketch, though not for other programs.
     */
    PREFIXED,
    /**
     * The key as it is, after the cache's prefix if it has one. Nothing but the items is on the servers. {@code clear()}
     * and iterators need a prefix: they list what begins with it, and {@code clear()} deletes that, whoever wrote it.
     */
    PLAIN
}
