// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written can be read; what could not be read is not written. */
class FaithfulnessTest {
    private static final ClassLoader LOADER = FaithfulnessTest.class.getClassLoader();

    /** By length and then by who they are: keeps equal texts apart. */
    enum Picky implements Comparator<Tag> {
        ORDER;

        @Override
        public int compare(Tag one, Tag other) {
            return Integer.compare(one.order, other.order);
        }
    }

    /** Equal to all others of its name. */
    static final class Tag implements Serializable {
        private static final long serialVersionUID = 1L;
        final String name;
        final int order;

        Tag(String name, int order) {
            this.name = name;
            this.order = order;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Tag tag && tag.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    private static Serializer limited(int references, int arrayLength) {
        return Serializers.kryo(LOADER, ClassPolicy.open().withLimits(1000, references, arrayLength, 1 << 20));
    }

    private static Object trip(Serializer serializer, Object value) {
        byte[] bytes = serializer.serialize(value);
        return serializer.deserialize(bytes, 0, bytes.length);
    }

    @Test
    void sortedMapsKeepEqualKeysThatTheirComparatorKeepsApart() {
        for (SortedMap<Tag, Integer> map :
                List.of(new TreeMap<Tag, Integer>(Picky.ORDER), new ConcurrentSkipListMap<Tag, Integer>(Picky.ORDER))) {
            map.put(new Tag("a", 1), 1);
            map.put(new Tag("a", 2), 2);
            SortedMap<?, ?> back = (SortedMap<?, ?>) trip(Serializers.kryo(LOADER), map);
            assertThat(back.values().toArray()).containsExactly(1, 2);
        }
    }

    @Test
    void sublistsOfStreamListsMayHoldNull() {
        List<Integer> list = Stream.of(1, null, 3).toList();
        assertThat(trip(Serializers.kryo(LOADER), list.subList(0, 2))).isEqualTo(Arrays.asList(1, null));
        assertThat(trip(Serializers.kryo(LOADER), List.of(1, 2, 3).subList(0, 2)))
                .isEqualTo(List.of(1, 2));
    }

    @Test
    void theBytesOfAJavaStreamAreNotElements() {
        Serializer serializer = limited(1000, 500);
        Exception value = new IllegalStateException("x".repeat(3000));
        assertThat(trip(serializer, value)).hasToString(value.toString());
    }

    @Test
    void moreElementsThanAreReadAreNotWritten() {
        Serializer serializer = limited(100_000, 50);
        List<Integer> numbers = IntStream.range(0, 51).boxed().toList();
        Map<Object, Object> map = new HashMap<>();
        Map<Object, Object> sorted = new TreeMap<>();
        numbers.forEach(n -> map.put(n, n));
        numbers.forEach(n -> sorted.put(n, n));
        for (Object value : List.of(
                numbers,
                new ArrayList<>(numbers),
                numbers.toArray(),
                map,
                sorted,
                Map.copyOf(map),
                new int[51],
                new boolean[51])) {
            assertThatThrownBy(() -> serializer.serialize(value))
                    .as(value.getClass().getName())
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("51")
                    .hasMessageContaining("maxArrayLength");
        }
        assertThat(trip(serializer, numbers.subList(0, 50))).isEqualTo(numbers.subList(0, 50));
        assertThat(trip(serializer, new int[50])).isEqualTo(new int[50]);
        assertThat(trip(serializer, new boolean[50])).isEqualTo(new boolean[50]);
    }

    @Test
    void moreObjectsThanAreReadAreNotWritten() {
        Serializer serializer = limited(20, 1000);
        assertThatThrownBy(() -> serializer.serialize(tags(30)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("maxObjects");
        assertThat(trip(serializer, tags(9))).isEqualTo(tags(9));
    }

    private static List<Tag> tags(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(n -> new Tag("t" + n, n)).toList());
    }

    @Test
    void setsThatCompareAllElementsAreSmall() {
        Serializer serializer = Serializers.kryo(LOADER);
        CopyOnWriteArraySet<Integer> small =
                new CopyOnWriteArraySet<>(IntStream.range(0, 10_000).boxed().toList());
        assertThat(trip(serializer, small)).isEqualTo(small);
        small.add(-1);
        assertThatThrownBy(() -> serializer.serialize(small))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("CopyOnWriteArraySet of 10001");
    }

    @Test
    void aLongPathIsShortened() {
        Object nested = "end";
        for (int i = 0; i < 1500; i++) {
            nested = new ArrayList<>(Collections.singletonList(nested));
        }
        Object value = nested;
        assertThatThrownBy(() -> Serializers.kryo(LOADER).serialize(value))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("maxDepth")
                .hasMessageContaining("more ...")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1500));
    }
}
