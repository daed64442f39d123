// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

/**
 * The memcached flags of an item. They tell our items from those of other clients before a byte of the value is looked
 * at: the upper half is a number that no known client sets, the lower half names the serializer of the payload.
 */
final class ItemFlags {
    private static final int MAGIC = 0x4b45_0000;
    private static final int MAGIC_MASK = 0xffff_0000;

    private ItemFlags() {}

    static int of(int serializerId) {
        if ((serializerId & MAGIC_MASK) != 0) {
            throw new IllegalArgumentException("a serializer's id must be 0 to 65535, but was " + serializerId);
        }
        return MAGIC | serializerId;
    }

    static boolean isOurs(int flags) {
        return (flags & MAGIC_MASK) == MAGIC;
    }
}
