// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import java.io.*;
import java.util.*;

/** Collections as applications make them. */
@SuppressWarnings("unused") // read by serializers
final class OwnCollections {
    private OwnCollections() {}

    static final class NamedList extends ArrayList<String> {
        final String name;

        NamedList(String name, List<String> elements) {
            super(elements);
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NamedList && super.equals(other) && ((NamedList) other).name.equals(name);
        }

        @Override
        public int hashCode() {
            return 31 * super.hashCode() + name.hashCode();
        }
    }

    static final class NamedLinkedList extends LinkedList<String> {
        String name = "n";
    }

    static final class NamedMap extends HashMap<String, Integer> {
        String name = "n";
        transient int skipped = 5;
    }

    static final class NamedTreeMap extends TreeMap<String, Integer> {
        String name = "n";
    }

    /** As most own collections: on AbstractList, with plain fields. */
    static final class Pair<T> extends AbstractList<T> {
        private final T first;
        private final T second;

        Pair(T first, T second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public T get(int index) {
            return index == 0 ? first : second;
        }

        @Override
        public int size() {
            return 2;
        }
    }

    static final class SerialPair<T> extends AbstractList<T> implements Serializable {
        private final T first;
        private final T second;

        SerialPair(T first, T second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public T get(int index) {
            return index == 0 ? first : second;
        }

        @Override
        public int size() {
            return 2;
        }
    }
}
