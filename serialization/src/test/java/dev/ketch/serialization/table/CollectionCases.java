// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import dev.ketch.serialization.table.Classes.Plain;
import dev.ketch.serialization.table.Classes.Plan;
import java.io.Serializable;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collections and maps of the JDK that are no views. */
final class CollectionCases {

    private CollectionCases() {}

    static void addTo(Cases cases) {
        lists(cases);
        sets(cases);
        queues(cases);
        maps(cases);
        sorted(cases);
        immutable(cases);
        cycles(cases);
    }

    private static void lists(Cases cases) {
        cases.same("ArrayList", new ArrayList<>(Arrays.asList("a", null, 1)));
        cases.same("ArrayList of one class", new ArrayList<>(List.of(1, 2, 3)));
        cases.same("ArrayList, empty", new ArrayList<>());
        cases.same("ArrayList of 1,000 nulls", new ArrayList<>(Collections.nCopies(1000, null)));
        cases.same("ArrayList of plain objects", new ArrayList<>(List.of(new Plain("a", 1), new Plain("b", 2))));
        Plain shared = new Plain("s", 3);
        cases.same("ArrayList that holds one object twice", new ArrayList<>(List.of(shared, shared)));
        cases.same("LinkedList", new LinkedList<>(Arrays.asList("a", null)));
        cases.same("Vector", new Vector<>(List.of("a")));
        Stack<Object> stack = new Stack<>();
        stack.push("a");
        cases.same("Stack", stack);
        cases.same("CopyOnWriteArrayList", new CopyOnWriteArrayList<>(List.of(1, "a")));
        cases.same("Arrays.asList", Arrays.asList("a", null));
        cases.same("Arrays.asList, empty", Arrays.asList());
        cases.same("Collections.nCopies", Collections.nCopies(3, "a"));
    }

    private static void sets(Cases cases) {
        cases.same("HashSet", new HashSet<>(Arrays.asList("a", null, 1)));
        cases.same("HashSet of records", new HashSet<>(List.of(new Classes.Point(1, 2), new Classes.Point(3, 4))));
        cases.same("HashSet of enums", new HashSet<>(Arrays.asList(Plan.values())));
        cases.same("LinkedHashSet", new LinkedHashSet<>(List.of("b", "a", "c")));
        cases.same("CopyOnWriteArraySet", new CopyOnWriteArraySet<>(List.of(2, 1)));
        cases.same("EnumSet", EnumSet.of(Plan.PAID, Plan.FREE));
        cases.same("EnumSet.noneOf", EnumSet.noneOf(Plan.class));
        cases.same("EnumSet of the JDK", EnumSet.allOf(TimeUnit.class));
        Set<String> keySet = ConcurrentHashMap.newKeySet();
        keySet.add("a");
        cases.same("ConcurrentHashMap.newKeySet", keySet);
        Set<Object> fromMap = Collections.newSetFromMap(new ConcurrentHashMap<>());
        fromMap.add("a");
        cases.same("Collections.newSetFromMap", fromMap);
    }

    private static void queues(Cases cases) {
        cases.structure("ArrayDeque", new ArrayDeque<>(List.of(1, 2, 3)));
        cases.structure("PriorityQueue", new PriorityQueue<>(List.of(3, 1, 2)));
        PriorityQueue<String> reversed = new PriorityQueue<>(Comparator.reverseOrder());
        reversed.addAll(List.of("a", "c", "b"));
        cases.structure("PriorityQueue with comparator", reversed);
        cases.structure("ConcurrentLinkedQueue", new ConcurrentLinkedQueue<>(List.of(1, 2)));
        cases.structure("ConcurrentLinkedDeque", new ConcurrentLinkedDeque<>(List.of(1, 2)));
        cases.structure("ArrayBlockingQueue", new ArrayBlockingQueue<>(3, false, List.of(1, 2)));
        cases.structure("LinkedBlockingQueue", new LinkedBlockingQueue<>(List.of(1, 2)));
        cases.structure("LinkedBlockingDeque", new LinkedBlockingDeque<>(List.of(1, 2)));
        cases.structure("PriorityBlockingQueue", new PriorityBlockingQueue<>(List.of(2, 1)));
    }

    private static void maps(Cases cases) {
        Map<Object, Object> nulls = new HashMap<>();
        nulls.put(null, null);
        nulls.put("a", 1);
        cases.same("HashMap with null", nulls);
        cases.same("HashMap, nested", new HashMap<>(Map.of("a", List.of(Map.of("b", Set.of(1))))));
        Map<Object, Object> linked = new LinkedHashMap<>();
        linked.put("b", 1);
        linked.put("a", 2);
        cases.same("LinkedHashMap", linked);
        Map<Object, Object> byAccess = new LinkedHashMap<>(16, 0.75f, true);
        byAccess.put("a", 1);
        cases.changed(
                "LinkedHashMap in the order of access",
                byAccess,
                "comes back in the order of insertion: the JDK tells nobody which of the two a map is");
        cases.same("Hashtable", new Hashtable<>(Map.of("a", 1)));
        cases.same("ConcurrentHashMap", new ConcurrentHashMap<>(Map.of("a", 1, "b", new Plain("p", 1))));
        Properties properties = new Properties();
        properties.setProperty("k", "v");
        cases.same("Properties", properties);
        EnumMap<Plan, Object> enumMap = new EnumMap<>(Plan.class);
        enumMap.put(Plan.PAID, new Plain("p", 1));
        enumMap.put(Plan.FREE, null);
        cases.same("EnumMap of plain objects", enumMap);
        cases.same("EnumMap, empty", new EnumMap<Plan, Integer>(Plan.class));
        IdentityHashMap<Object, Object> identity = new IdentityHashMap<>();
        identity.put(Plan.FREE, "a");
        cases.structure("IdentityHashMap", identity);
        cases.same("Map.entry", Map.entry("a", 1));
        cases.same("AbstractMap.SimpleEntry", new AbstractMap.SimpleEntry<>("a", null));
        cases.same("AbstractMap.SimpleImmutableEntry", new AbstractMap.SimpleImmutableEntry<>("a", new Plain("b", 1)));
    }

    private static void sorted(Cases cases) {
        cases.same("TreeSet", new TreeSet<>(List.of("b", "a")));
        TreeSet<String> reversed = new TreeSet<>(Comparator.reverseOrder());
        reversed.addAll(List.of("a", "b"));
        cases.same("TreeSet, reversed", reversed);
        cases.same("TreeMap", new TreeMap<>(Map.of("a", 1, "b", 2)));
        TreeMap<String, Object> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.put("A", new Plain("p", 1));
        cases.same("TreeMap ignoring case", ignoringCase);
        TreeMap<String, Integer> nullsFirst = new TreeMap<>(Comparator.nullsFirst(Comparator.naturalOrder()));
        nullsFirst.put(null, 1);
        cases.same("TreeMap with nulls first", nullsFirst);
        TreeMap<String, Integer> byLambda = new TreeMap<>((Comparator<String> & Serializable) (a, b) -> b.compareTo(a));
        byLambda.put("a", 1);
        byLambda.put("b", 2);
        cases.same("TreeMap with serializable lambda", byLambda);
        TreeMap<String, Integer> plainLambda = new TreeMap<>((a, b) -> b.compareTo(a));
        plainLambda.put("a", 1);
        cases.refused(
                "TreeMap with plain lambda",
                plainLambda,
                "the comparator is a lambda: cast it to `Comparator<T> & Serializable`, or make it a class");
        cases.same("ConcurrentSkipListMap", new ConcurrentSkipListMap<>(Map.of("a", new Plain("p", 1))));
        cases.same("ConcurrentSkipListSet", new ConcurrentSkipListSet<>(List.of(2, 1)));
    }

    private static void immutable(Cases cases) {
        cases.singleton("List.of()", List.of());
        cases.same("List.of(1)", List.of(1));
        cases.same("List.of(1, 2)", List.of(1, 2));
        cases.same("List.of(1, 2, 3)", List.of(1, 2, 3));
        cases.same("List.of plain objects", List.of(new Plain("a", 1), new Plain("b", 2), new Plain("c", 3)));
        cases.same("List.copyOf", List.copyOf(new ArrayList<>(List.of("a", "b", "c"))));
        cases.same("Stream.toList", IntStream.range(0, 5).boxed().toList());
        cases.same("Stream.toList with null", Stream.of("a", null).toList());
        cases.singleton("Set.of()", Set.of());
        cases.same("Set.of(1)", Set.of(1));
        cases.same("Set.of(1, 2)", Set.of(1, 2));
        cases.same("Set.of(1, 2, 3)", Set.of(1, 2, 3));
        cases.singleton("Map.of()", Map.of());
        cases.same("Map.of(1, 2)", Map.of(1, 2));
        cases.same("Map.of(1, 2, 3, 4)", Map.of(1, 2, 3, 4));
        cases.same("Map.copyOf", Map.copyOf(new HashMap<>(Map.of("a", new Plain("b", 1)))));
        cases.singleton("Collections.emptyList", Collections.emptyList());
        cases.singleton("Collections.emptySet", Collections.emptySet());
        cases.singleton("Collections.emptyMap", Collections.emptyMap());
        cases.same("Collections.emptySortedMap", Collections.emptySortedMap());
        cases.same("Collections.singletonList", Collections.singletonList(null));
        cases.same("Collections.singleton", Collections.singleton(new Plain("a", 1)));
        cases.same("Collections.singletonMap", Collections.singletonMap("a", null));
    }

    private static void cycles(Cases cases) {
        List<Object> list = new ArrayList<>();
        list.add(list);
        cases.structure("ArrayList that holds itself", list);
        Map<Object, Object> map = new HashMap<>();
        map.put("me", map);
        cases.structure("HashMap that holds itself", map);
        TreeMap<String, Object> tree = new TreeMap<>();
        tree.put("me", tree);
        cases.structure("TreeMap that holds itself", tree);
        Collection<Object> deque = new ArrayDeque<>();
        deque.add(deque);
        cases.structure("ArrayDeque that holds itself", deque);
        Object[] holder = new Object[1];
        List<Object> fixed = Collections.unmodifiableList(Arrays.asList(holder));
        holder[0] = Map.entry("owner", "a");
        cases.same("unmodifiable list of entries", fixed);
    }
}
