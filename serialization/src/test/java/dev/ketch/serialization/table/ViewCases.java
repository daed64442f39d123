// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import dev.ketch.serialization.table.Classes.Plain;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;

/** Views and wrappers of collections. */
final class ViewCases {

    private static final String LIST = "view without a form of its own; comes back as an `ArrayList`";
    private static final String SET = "view without a form of its own; comes back as a `LinkedHashSet`";
    private static final String MAP = "view without a form of its own; comes back as a `LinkedHashMap`";

    private ViewCases() {}

    static void addTo(Cases cases) {
        unmodifiable(cases);
        synchronizedAndChecked(cases);
        views(cases);
    }

    private static void unmodifiable(Cases cases) {
        cases.same("unmodifiableList", Collections.unmodifiableList(new ArrayList<>(List.of(new Plain("a", 1)))));
        cases.same("unmodifiableList of a LinkedList", Collections.unmodifiableList(new LinkedList<>(List.of(1, 2))));
        cases.same("unmodifiableSet", Collections.unmodifiableSet(new HashSet<>(List.of(1, 2))));
        cases.same("unmodifiableMap", Collections.unmodifiableMap(new LinkedHashMap<>(Map.of(1, new Plain("a", 1)))));
        cases.structure("unmodifiableCollection", Collections.unmodifiableCollection(new ArrayList<>(List.of(1))));
        cases.same("unmodifiableSortedSet", Collections.unmodifiableSortedSet(new TreeSet<>(List.of(2, 1))));
        cases.same("unmodifiableSortedMap", Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 2))));
        cases.same("unmodifiableNavigableMap", Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of(1, 2))));
    }

    private static void synchronizedAndChecked(Cases cases) {
        cases.same("synchronizedList", Collections.synchronizedList(new ArrayList<>(List.of(1))));
        cases.same("synchronizedSet", Collections.synchronizedSet(new HashSet<>(List.of(1))));
        cases.same("synchronizedMap", Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))));
        cases.same("synchronizedSortedMap", Collections.synchronizedSortedMap(new TreeMap<>(Map.of(1, 2))));
        cases.refused(
                "synchronizedList of plain objects",
                Collections.synchronizedList(new ArrayList<>(List.of(new Plain("a", 1)))),
                "only Java serialization knows what is synchronized, and the elements are not `Serializable`");
        cases.same("checkedList", Collections.checkedList(new ArrayList<>(List.of(1)), Integer.class));
        cases.same("checkedSet", Collections.checkedSet(new HashSet<>(List.of(1)), Integer.class));
        cases.same("checkedMap", Collections.checkedMap(new HashMap<>(Map.of(1, 2)), Integer.class, Integer.class));
        cases.structure("asLifoQueue", Collections.asLifoQueue(new ArrayDeque<>(List.of(1, 2))));
    }

    private static void views(Cases cases) {
        cases.changed("ArrayList.subList", new ArrayList<>(List.of(1, 2, 3)).subList(0, 2), LIST);
        cases.changed("LinkedList.subList", new LinkedList<>(List.of(1, 2, 3)).subList(0, 2), LIST);
        cases.changed("Arrays.asList.subList", Arrays.asList(1, 2, 3).subList(1, 2), LIST);
        cases.changed(
                "List.of.subList", List.of(1, 2, 3).subList(0, 2), "comes back as a list of its own, as immutable");
        Map<Object, Object> map = new HashMap<>(Map.of("a", 1, "b", 2));
        cases.changed("HashMap.keySet", map.keySet(), SET);
        cases.changed("HashMap.values", map.values(), LIST);
        cases.changed("HashMap.entrySet", map.entrySet(), SET + ", its entries as `SimpleEntry`");
        cases.changed(
                "entry of a HashMap",
                map.entrySet().iterator().next(),
                "node of a hash table; comes back as a `SimpleEntry`");
        TreeMap<String, Integer> tree = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
        cases.changed("TreeMap.keySet", tree.keySet(), SET);
        cases.same("TreeMap.headMap", tree.headMap("b"));
        cases.same("TreeMap.descendingMap", tree.descendingMap());
        cases.same("TreeMap.firstEntry", tree.firstEntry());
        cases.changed("TreeMap.descendingKeySet", tree.descendingKeySet(), SET);
        cases.same("ConcurrentHashMap.keySet", new ConcurrentHashMap<>(Map.of("a", 1)).keySet());
        cases.structure("ConcurrentHashMap.values", new ConcurrentHashMap<>(Map.of("a", 1)).values());
        cases.changed("WeakHashMap", new WeakHashMap<>(Map.of("a", 1)), MAP);
        cases.refused("Iterator", List.of(1).iterator(), "a place in a collection of its JVM");
        cases.refused("Stream", List.of(1).stream(), "belongs to its JVM");
    }
}
