// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collections and maps made from a comparator, which is written first, and then filled. */
final class SortedSerializers {

    private SortedSerializers() {}

    static final class Elementwise<T extends Collection<Object>> extends Serializer<T> {

        private final Function<T, @Nullable Comparator<? super Object>> comparator;
        private final Function<@Nullable Comparator<Object>, T> maker;

        Elementwise(
                Function<T, @Nullable Comparator<? super Object>> comparator,
                Function<@Nullable Comparator<Object>, T> maker) {
            this.comparator = comparator;
            this.maker = maker;
        }

        @Override
        public void write(Kryo kryo, Output output, T collection) {
            kryo.writeClassAndObject(output, comparator.apply(collection));
            // A copy, since the concurrent ones may change between counting and writing.
            Elements.write(kryo, output, Arrays.asList(collection.toArray()));
        }

        @Override
        public T read(Kryo kryo, Input input, Class<? extends T> type) {
            T collection = maker.apply(comparator(kryo.readClassAndObject(input)));
            kryo.reference(collection);
            Elements elements = Elements.begin(kryo, input);
            for (int i = 0; i < elements.count(); i++) {
                collection.add(elements.next());
            }
            return collection;
        }
    }

    static final class Entrywise<T extends Map<Object, Object>> extends Serializer<T> {

        private final Function<T, @Nullable Comparator<? super Object>> comparator;
        private final Function<@Nullable Comparator<Object>, T> maker;

        Entrywise(
                Function<T, @Nullable Comparator<? super Object>> comparator,
                Function<@Nullable Comparator<Object>, T> maker) {
            this.comparator = comparator;
            this.maker = maker;
        }

        @Override
        public void write(Kryo kryo, Output output, T map) {
            kryo.writeClassAndObject(output, comparator.apply(map));
            // A copy, since the concurrent ones may change; no map, since the comparator may keep equal keys apart.
            List<Map.Entry<Object, Object>> entries = new ArrayList<>();
            map.forEach((key, value) -> entries.add(new SimpleImmutableEntry<>(key, value)));
            KetchKryo.checkLength(kryo, entries.size());
            output.writeVarInt(entries.size(), true);
            for (Map.Entry<Object, Object> entry : entries) {
                MapsSerializer.writePart(kryo, output, entry.getKey(), "map key");
                MapsSerializer.writePart(kryo, output, entry.getValue(), "map value");
            }
        }

        @Override
        public T read(Kryo kryo, Input input, Class<? extends T> type) {
            T map = maker.apply(comparator(kryo.readClassAndObject(input)));
            kryo.reference(map);
            int count = ((BoundedInput) input).readLength();
            for (int i = 0; i < count; i++) {
                Object key = kryo.readClassAndObject(input);
                map.put(key, kryo.readClassAndObject(input));
            }
            return map;
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Comparator<Object> comparator(@Nullable Object comparator) {
        return (Comparator<Object>) comparator;
    }
}
