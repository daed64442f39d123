// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** What is done where a change of the list of servers gives a server keys that it may have had before. */
public enum OnRingChange {
    /** All caches are cleared on it before the new list is used, so that no old copy of such a key is read. */
    CLEAR,
    /** Nothing: for clusters whose new servers are empty, and which lose none. */
    KEEP
}
