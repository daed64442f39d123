// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

/** How values of a class are written. */
enum Treatment {
    /** Field by field, or by a serializer of Kryo's own. */
    KRYO(10),
    /** As a Java object stream inside the Kryo stream. */
    JAVA(11),
    /** As the list of its elements; read back as an {@code ArrayList}. */
    LIST_COPY(12),
    /** As its elements; read back as a {@code LinkedHashSet}. */
    SET_COPY(13),
    /** As its entries; read back as a {@code LinkedHashMap}. */
    MAP_COPY(14),
    /** Not at all. */
    REFUSED(15);

    /** Stands for the class in the stream; part of the stored format. The one of KRYO is not used. */
    private final int id;

    Treatment(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }
}
