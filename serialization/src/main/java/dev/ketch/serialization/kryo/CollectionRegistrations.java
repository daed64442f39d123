// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiFunction;

/** The collections of the JDK that are written element by element; all others are left to Java serialization. */
final class CollectionRegistrations {

    /** A set that compares each element with all others takes a second for some tens of thousands. */
    private static final int MOST_COMPARED = 10_000;

    private CollectionRegistrations() {}

    static void addTo(Kryo kryo, int firstId, Serializer<Object> java) {
        // Each block has room for more at its end.
        addMutable(kryo, firstId);
        addFixed(kryo, firstId + 25);
        addSortedAndEntries(kryo, firstId + 50, java);
    }

    private static void addMutable(Kryo kryo, int firstId) {
        int id = firstId;
        Registrations.add(kryo, ArrayList.class, id++, new MutableCollectionSerializer(ArrayList::new));
        Registrations.add(kryo, LinkedList.class, id++, new MutableCollectionSerializer(n -> new LinkedList<>()));
        Registrations.add(kryo, Vector.class, id++, new MutableCollectionSerializer(Vector::new));
        Registrations.add(kryo, ArrayDeque.class, id++, new MutableCollectionSerializer(ArrayDeque::new));
        Registrations.add(kryo, HashSet.class, id++, new MutableCollectionSerializer(n -> new HashSet<>(capacity(n))));
        Registrations.add(
                kryo,
                LinkedHashSet.class,
                id++,
                new MutableCollectionSerializer(n -> new LinkedHashSet<>(capacity(n))));
        Registrations.add(
                kryo,
                ConcurrentLinkedQueue.class,
                id++,
                new MutableCollectionSerializer(n -> new ConcurrentLinkedQueue<>()));
        Registrations.add(
                kryo,
                ConcurrentLinkedDeque.class,
                id++,
                new MutableCollectionSerializer(n -> new ConcurrentLinkedDeque<>()));
        Registrations.add(kryo, HashMap.class, id++, MapsSerializer.mutable(n -> new HashMap<>(capacity(n))));
        Registrations.add(kryo, LinkedHashMap.class, id++, MapsSerializer.mutable(CollectionRegistrations::linkedMap));
        Registrations.add(kryo, Hashtable.class, id++, MapsSerializer.mutable(n -> new Hashtable<>(capacity(n))));
        Registrations.add(kryo, IdentityHashMap.class, id++, MapsSerializer.mutable(IdentityHashMap::new));
        Registrations.add(
                kryo, ConcurrentHashMap.class, id++, MapsSerializer.mutable(n -> new ConcurrentHashMap<>(capacity(n))));
    }

    private static void addFixed(Kryo kryo, int firstId) {
        int id = firstId;
        id = fixed(kryo, id, CopyOnWriteArrayList.class, CopyOnWriteArrayList::new);
        Registrations.add(
                kryo,
                CopyOnWriteArraySet.class,
                id++,
                new FixedCollectionSerializer(a -> new CopyOnWriteArraySet<>(Arrays.asList(a)), MOST_COMPARED));
        id = fixed(kryo, id, Arrays.asList(1).getClass(), Arrays::asList);
        id = fixed(kryo, id, List.of(1).getClass(), List::of);
        Registrations.add(kryo, List.of(1, 2, 3).getClass(), id++, new ImmutableListSerializer());
        id = fixed(kryo, id, List.of(1, 2, 3).subList(0, 2).getClass(), CollectionRegistrations::immutableList);
        id = fixed(kryo, id, Set.of(1).getClass(), Set::of);
        id = fixed(kryo, id, Set.of(1, 2, 3).getClass(), Set::of);
        id = fixed(kryo, id, Collections.emptyList().getClass(), a -> Collections.emptyList());
        id = fixed(kryo, id, Collections.emptySet().getClass(), a -> Collections.emptySet());
        id = fixed(kryo, id, Collections.singletonList(1).getClass(), a -> Collections.singletonList(a[0]));
        id = fixed(kryo, id, Collections.singleton(1).getClass(), a -> Collections.singleton(a[0]));
        id = fixed(
                kryo,
                id,
                Collections.unmodifiableList(new ArrayList<>()).getClass(),
                a -> Collections.unmodifiableList(new ArrayList<>(Arrays.asList(a))));
        id = fixed(
                kryo,
                id,
                Collections.unmodifiableList(new LinkedList<>()).getClass(),
                a -> Collections.unmodifiableList(new LinkedList<>(Arrays.asList(a))));
        id = fixed(
                kryo,
                id,
                Collections.unmodifiableSet(new HashSet<>()).getClass(),
                a -> Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(a))));
        id = fixed(
                kryo,
                id,
                Collections.unmodifiableCollection(new ArrayList<>()).getClass(),
                a -> Collections.unmodifiableCollection(new ArrayList<>(Arrays.asList(a))));
        Registrations.add(kryo, Map.of(1, 2).getClass(), id++, MapsSerializer.fixed(Map::copyOf));
        Registrations.add(kryo, Map.of(1, 2, 3, 4).getClass(), id++, MapsSerializer.fixed(Map::copyOf));
        Registrations.add(
                kryo, Collections.emptyMap().getClass(), id++, MapsSerializer.fixed(m -> Collections.emptyMap()));
        Registrations.add(
                kryo,
                Collections.singletonMap(1, 2).getClass(),
                id++,
                MapsSerializer.fixed(CollectionRegistrations::singletonMap));
        Registrations.add(
                kryo,
                Collections.unmodifiableMap(new HashMap<>()).getClass(),
                id++,
                MapsSerializer.fixed(Collections::unmodifiableMap));
    }

    private static void addSortedAndEntries(Kryo kryo, int firstId, Serializer<Object> java) {
        int id = firstId;
        Registrations.add(
                kryo,
                TreeSet.class,
                id++,
                new SortedSerializers.Elementwise<TreeSet<Object>>(TreeSet::comparator, TreeSet::new));
        Registrations.add(
                kryo,
                TreeMap.class,
                id++,
                new SortedSerializers.Entrywise<TreeMap<Object, Object>>(TreeMap::comparator, TreeMap::new));
        Registrations.add(kryo, Map.entry(1, 2).getClass(), id++, entries(Map::entry));
        Registrations.add(kryo, AbstractMap.SimpleEntry.class, id++, entries(AbstractMap.SimpleEntry::new));
        Registrations.add(
                kryo, AbstractMap.SimpleImmutableEntry.class, id++, entries(AbstractMap.SimpleImmutableEntry::new));
        Registrations.add(
                kryo,
                ConcurrentSkipListSet.class,
                id++,
                new SortedSerializers.Elementwise<ConcurrentSkipListSet<Object>>(
                        ConcurrentSkipListSet::comparator, ConcurrentSkipListSet::new));
        Registrations.add(
                kryo,
                ConcurrentSkipListMap.class,
                id++,
                new SortedSerializers.Entrywise<ConcurrentSkipListMap<Object, Object>>(
                        ConcurrentSkipListMap::comparator, ConcurrentSkipListMap::new));
        // Adding in the order of the heap builds the same heap.
        Registrations.add(
                kryo,
                PriorityQueue.class,
                id++,
                new SortedSerializers.Elementwise<PriorityQueue<Object>>(
                        PriorityQueue::comparator, PriorityQueue::new));
        Registrations.add(kryo, EnumMap.class, id++, new EnumMapSerializer(java));
    }

    /** Sublists look alike whether they are of {@code List.of} or of {@code Stream.toList()}, which may hold null. */
    private static List<?> immutableList(Object[] elements) {
        return Arrays.asList(elements).contains(null) ? Arrays.stream(elements).toList() : List.of(elements);
    }

    private static int fixed(
            Kryo kryo, int id, Class<?> type, java.util.function.Function<Object[], ? extends Collection<?>> maker) {
        Serializer<?> serializer = new FixedCollectionSerializer(maker);
        Registrations.add(kryo, type, id, serializer);
        return id + 1;
    }

    /** The serializer of a key and its value. */
    static Codec<Map.Entry<Object, Object>> entries(
            BiFunction<Object, Object, ? extends Map.Entry<Object, Object>> maker) {
        return new Codec<>(
                (kryo, output, entry) -> writePair(kryo, output, entry.getKey(), entry.getValue()),
                (kryo, input) -> maker.apply(kryo.readClassAndObject(input), kryo.readClassAndObject(input)));
    }

    private static void writePair(Kryo kryo, Output output, Object first, Object second) {
        kryo.writeClassAndObject(output, first);
        kryo.writeClassAndObject(output, second);
    }

    private static Map<Object, Object> singletonMap(Map<Object, Object> map) {
        Map.Entry<Object, Object> entry = map.entrySet().iterator().next();
        return Collections.singletonMap(entry.getKey(), entry.getValue());
    }

    static LinkedHashMap<Object, Object> linkedMap(int count) {
        return new LinkedHashMap<>(capacity(count));
    }

    /** Returns the capacity at which a hash table takes so many elements without growing. */
    static int capacity(int count) {
        return (int) Math.min(1 << 30, count / 0.75 + 1);
    }
}
