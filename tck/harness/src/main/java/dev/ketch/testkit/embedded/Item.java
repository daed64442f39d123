// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

/**
 * One stored value. Immutable but for the marks of use; the arrays are never written after construction, so replies may
 * be sent from them without a lock.
 */
final class Item {
    private static final int HEADER = 48;
    private static final int CAS = 8;
    private static final int KEY_TERMINATOR = 1;
    private static final int FLAGS = 4;
    private static final int VALUE_TERMINATOR = 2;

    private final byte[] value;
    private final int flags;
    private final long expiresAt;
    private final long cas;

    /** Epoch second of the last use. Volatile: written by every reader. */
    private volatile long accessed;
    /** Whether it was read since it was stored. Volatile: written by every reader. */
    private volatile boolean fetched;

    Item(byte[] value, int flags, long expiresAt, long cas, long now) {
        this.value = value;
        this.flags = flags;
        this.expiresAt = expiresAt;
        this.cas = cas;
        this.accessed = now;
    }

    /**
     * Returns the bytes that memcached would take for such an item. What exceeds the largest item size is refused by
     * this figure, so it has to agree with memcached to the byte.
     */
    static long size(int keyLength, int flags, long valueLength) {
        return HEADER + CAS + keyLength + KEY_TERMINATOR + (flags == 0 ? 0 : FLAGS) + valueLength + VALUE_TERMINATOR;
    }

    /** Returns the same value with another deadline; a touch keeps the CAS. */
    Item withExpiry(long newExpiresAt) {
        Item touched = new Item(value, flags, newExpiresAt, cas, accessed);
        touched.fetched = fetched;
        return touched;
    }

    /** Returns the item as an in-place INCR or DECR leaves it: new digits and CAS, all else kept. */
    Item withDigits(byte[] digits, long newCas, long now) {
        Item changed = new Item(digits, flags, expiresAt, newCas, now);
        changed.fetched = fetched;
        return changed;
    }

    void markFetched(long now) {
        accessed = now;
        fetched = true;
    }

    byte[] value() {
        return value;
    }

    int flags() {
        return flags;
    }

    /** Epoch second at which it dies; 0 is never. */
    long expiresAt() {
        return expiresAt;
    }

    long cas() {
        return cas;
    }

    long accessed() {
        return accessed;
    }

    boolean fetched() {
        return fetched;
    }

    boolean isExpired(long now) {
        return expiresAt != 0 && expiresAt <= now;
    }

    long size(int keyLength) {
        return size(keyLength, flags, value.length);
    }
}
