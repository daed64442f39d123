// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import com.google.common.collect.*;
import dev.ketch.serialization.table.Classes.Plain;
import dev.ketch.serialization.table.Classes.Plan;
import java.util.List;
import java.util.Map;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.support.NullValue;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.LinkedMultiValueMap;

/** Classes of Spring and Guava. */
final class FrameworkCases {

    private FrameworkCases() {}

    static void addTo(Cases cases) {
        spring(cases);
        guava(cases);
    }

    private static void spring(Cases cases) {
        cases.singleton("Spring NullValue", NullValue.INSTANCE);
        cases.same("Spring NullValue in a list", List.of(NullValue.INSTANCE, NullValue.INSTANCE, "a"));
        cases.singleton("Spring SimpleKey.EMPTY", SimpleKey.EMPTY);
        cases.same("Spring SimpleKey", new SimpleKey("a", 1L, null, Plan.PAID));
        cases.same("Spring SimpleKey of plain objects", new SimpleKey(new Plain("a", 1), new Classes.Point(1, 2)));
        cases.same("Spring SimpleKey of arrays", new SimpleKey("a", new int[] {1, 2}));
        LinkedMultiValueMap<String, Object> multi = new LinkedMultiValueMap<>();
        multi.add("a", 1);
        multi.add("a", 2);
        cases.same("Spring LinkedMultiValueMap", multi);
        LinkedCaseInsensitiveMap<Integer> insensitive = new LinkedCaseInsensitiveMap<>();
        insensitive.put("A", 1);
        cases.same("Spring LinkedCaseInsensitiveMap", insensitive);
        cases.structure("Spring TypeDescriptor[]", new TypeDescriptor[0]);
    }

    private static void guava(Cases cases) {
        cases.same("Guava ImmutableList", ImmutableList.of(1, 2, 3));
        cases.same("Guava ImmutableList of plain objects", ImmutableList.of(new Plain("a", 1), new Plain("b", 2)));
        cases.singleton("Guava ImmutableList, empty", ImmutableList.of());
        cases.same("Guava ImmutableSet", ImmutableSet.of("a", "b"));
        cases.same("Guava ImmutableMap of plain objects", ImmutableMap.of("a", new Plain("a", 1)));
        cases.same("Guava ImmutableSortedMap", ImmutableSortedMap.of("b", 1, "a", 2));
        cases.same("Guava ImmutableListMultimap", ImmutableListMultimap.of("a", 1, "a", 2));
        HashMultimap<String, Integer> multimap = HashMultimap.create();
        multimap.put("a", 1);
        multimap.put("a", 2);
        cases.same("Guava HashMultimap", multimap);
        ArrayListMultimap<String, Integer> listMultimap = ArrayListMultimap.create();
        listMultimap.put("a", 1);
        cases.same("Guava ArrayListMultimap", listMultimap);
        cases.same("Guava HashBiMap", HashBiMap.create(Map.of("a", 1)));
        cases.same("Guava HashBasedTable", HashBasedTable.create(ImmutableTable.of("r", "c", 1)));
        HashMultiset<String> multiset = HashMultiset.create();
        multiset.add("a", 3);
        cases.same("Guava HashMultiset", multiset);
        cases.same("Guava Range", Range.closedOpen(1, 5));
        cases.same("Guava Optional", com.google.common.base.Optional.of(new Plain("a", 1)));
    }
}
