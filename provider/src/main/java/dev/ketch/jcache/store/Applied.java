// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

/** What has become of a change that depends on what was read. */
public enum Applied {
    /** It is done. */
    DONE,
    /** It is not: the item has changed since. */
    CONFLICT,
    /** Its server could not be reached, or has not answered, and the cache goes on without. */
    DROPPED,
    /** Not, or nobody knows: something failed that is thrown. */
    FAILED
}
