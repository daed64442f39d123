// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

/**
 * Turns values into bytes and back. Implementations are thread-safe and bound to one class loader, in which the classes
 * of the values are looked up.
 */
public interface Serializer {

    /**
     * Returns the number under which items remember who wrote them: 1 to 127. It is stored in the memcached flags of
     * each item, so it never changes for a format.
     */
    int id();

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
