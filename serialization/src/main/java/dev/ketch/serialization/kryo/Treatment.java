// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

/** How values of a class are written. */
enum Treatment {
    /** Field by field, or by a serializer of Kryo's own. */
    KRYO,
    /** As a Java object stream inside the Kryo stream. */
    JAVA,
    /** As the list of its elements; read back as an {@code ArrayList}. */
    LIST_COPY,
    /** As its elements; read back as a {@code LinkedHashSet}. */
    SET_COPY,
    /** As its entries; read back as a {@code LinkedHashMap}. */
    MAP_COPY,
    /** Not at all. */
    REFUSED
}
