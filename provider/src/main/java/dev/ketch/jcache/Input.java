// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Slot;

/**
 * What an operation is to store, as it was when the call was made.
 *
 * @param value for the writer
 * @param payload the same in bytes
 * @param deadlines by the expiry policy, or as the operation was told; for this operation only
 * @param start as {@link CacheCore#start} said
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Input<V>(Slot slot, V value, byte[] payload, Expiry.Deadlines deadlines, long start) {}
