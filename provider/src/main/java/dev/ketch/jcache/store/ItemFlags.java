// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.serialization.Serializer;

/**
 * The memcached flags of an item with a header. They tell our items from those of other clients before a byte of the
 * value is looked at: the upper half is a number that no known client sets. Bits 0 to 11 name the serializer of the
 * payload, bits 12 to 14 the way in which it was compressed, 0 for none; bit 15 is 0.
 */
final class ItemFlags {
    private static final int MAGIC = 0x4b45_0000;
    private static final int MAGIC_MASK = 0xffff_0000;
    private static final int METHOD_SHIFT = 12;
    private static final int LAST_METHOD = 7;

    private ItemFlags() {}

    static int of(int serializerId) {
        if (serializerId < 0 || serializerId > Serializer.LAST_ID) {
            throw new IllegalArgumentException(
                    "a serializer's id must be 0 to " + Serializer.LAST_ID + ", but was " + serializerId);
        }
        return MAGIC | serializerId;
    }

    /** The same for a payload that was compressed. */
    static int compressed(int flags, int method) {
        if (method < 0 || method > LAST_METHOD) {
            throw new IllegalArgumentException(
                    "a compression's id must be 0 to " + LAST_METHOD + ", but was " + method);
        }
        return flags | method << METHOD_SHIFT;
    }

    /** How the payload was compressed, 0 if it was not. */
    static int method(int flags) {
        return flags >> METHOD_SHIFT & LAST_METHOD;
    }

    /** Whether both items are of one serializer. */
    static boolean isSameButForCompression(int flags, int other) {
        return ((flags ^ other) & ~(LAST_METHOD << METHOD_SHIFT)) == 0;
    }

    static boolean isOurs(int flags) {
        return (flags & MAGIC_MASK) == MAGIC;
    }
}
