// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.serialization.Serializer;

/**
 * The memcached flags of an item with a header. They tell our items from those of other clients before a byte of the
 * value is looked at: the upper half is a number that no known client sets, the lower 12 bits name the serializer of the
 * payload. The 4 bits between them are 0.
 */
final class ItemFlags {
    private static final int MAGIC = 0x4b45_0000;
    private static final int MAGIC_MASK = 0xffff_0000;

    private ItemFlags() {}

    static int of(int serializerId) {
        if (serializerId < 0 || serializerId > Serializer.LAST_ID) {
            throw new IllegalArgumentException(
                    "a serializer's id must be 0 to " + Serializer.LAST_ID + ", but was " + serializerId);
        }
        return MAGIC | serializerId;
    }

    static boolean isOurs(int flags) {
        return (flags & MAGIC_MASK) == MAGIC;
    }
}
