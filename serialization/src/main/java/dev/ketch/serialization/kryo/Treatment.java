// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

/** How values of a class are written. */
enum Treatment {
    /** Field by field, or by a serializer of Kryo's own; the class is named. */
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
    REFUSED(15),
    /** By the object that {@code writeReplace} gives, whatever the treatment of that is. */
    REPLACED(16),
    /** Field by field, after which {@code readResolve} is called; the class is named. */
    RESOLVED(17),
    /** As key and value; read back as a {@code SimpleEntry}. */
    ENTRY_COPY(18);

    /** Stands for the class in the stream; part of the stored format. Those of named classes are not used. */
    private final int id;

    Treatment(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    /** Tells whether the stream holds the name of the class rather than a marker. */
    boolean namesClass() {
        return this == KRYO || this == RESOLVED;
    }
}
