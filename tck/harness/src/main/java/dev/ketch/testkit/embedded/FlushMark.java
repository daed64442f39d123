// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

/**
 * What FLUSH leaves behind: items are not removed but found dead when next looked at.
 *
 * @param oldestLive epoch second; once it is reached, items last used then or before are dead. 0: no flush yet
 * @param oldestCas items with a smaller CAS are dead once {@code oldestLive} is reached; 0: none. It separates items
 *     stored before and after a flush within one second
 */
record FlushMark(long oldestLive, long oldestCas) {
    static final FlushMark NONE = new FlushMark(0, 0);

    boolean covers(Item item, long now) {
        if (oldestLive == 0 || oldestLive > now) {
            return false;
        }
        return item.accessed() <= oldestLive || item.cas() < oldestCas;
    }
}
