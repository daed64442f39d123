// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

/**
 * Turns values into bytes and back. Implementations are thread-safe and bound to one class loader, in which the classes
 * of the values are looked up.
 *
 * <p>An application's own is public and has a public constructor that takes a {@link ClassLoader} and a {@link
 * ClassPolicy}, a {@code ClassLoader}, or nothing; the first of these that is there is called. Caches that share items use serializers of the same {@link #id}: an item of another one is a miss, never
 * misread. Nothing closes a serializer.
 */
public interface Serializer {

    /** The lowest {@link #id} of a serializer that does not come with Ketch. */
    int FIRST_OWN_ID = 128;

    /** The highest {@link #id}. */
    int LAST_ID = 4095;

    /**
     * Returns the number under which items remember who wrote them: 1 to 127 for those that come with Ketch, {@value
     * #FIRST_OWN_ID} to {@value #LAST_ID} for all others. It is stored in the memcached flags of each item, so it never
     * changes for a format. By default it is made of the name of the class; a class that may be renamed, or changes its
     * format, says a number of its own.
     */
    default int id() {
        return FIRST_OWN_ID + Math.floorMod(getClass().getName().hashCode(), LAST_ID - FIRST_OWN_ID + 1);
    }

    /**
     * Returns the bytes of a value.
     *
     * @param value the value, not null
     * @throws SerializationException if the value cannot be written; it names the class, the path of fields to it where
     *     known, and the remedy
     */
    byte[] serialize(Object value);

    /**
     * Rebuilds a value. The bytes may come from anybody: whatever is wrong with them ends in a
     * {@code SerializationException}, never in another exception or error.
     *
     * @param bytes holds the value; not changed and not kept
     * @param offset where the value begins
     * @param length how many bytes it takes; all of them must be used up
     * @throws SerializationException if the bytes are damaged, name an unknown class or one that the {@link ClassPolicy}
     *     refuses, or go beyond its limits
     * @throws IndexOutOfBoundsException if offset and length do not lie within the array
     */
    Object deserialize(byte[] bytes, int offset, int length);
}
