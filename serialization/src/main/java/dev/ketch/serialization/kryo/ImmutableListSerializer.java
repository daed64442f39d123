// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lists of {@code List.of} and {@code Stream.toList()}: one class, but the former throws where it is asked for null,
 * and the latter may hold it.
 */
final class ImmutableListSerializer extends Serializer<List<?>> {

    @Override
    public void write(Kryo kryo, Output output, List<?> list) {
        output.writeBoolean(allowsNull(list));
        Elements.write(kryo, output, list);
    }

    private static boolean allowsNull(List<?> list) {
        for (Object element : list) {
            if (element == null) {
                return true;
            }
        }
        // A list that never holds null is its own copy. To ask contains(null) would cost an exception.
        return List.copyOf(list) != list;
    }

    @Override
    public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
        boolean allowsNull = input.readBoolean();
        Elements elements = Elements.begin(kryo, input);
        @Nullable Object[] array = new Object[elements.count()];
        for (int i = 0; i < array.length; i++) {
            array[i] = elements.next();
        }
        return allowsNull ? Arrays.stream(array).toList() : List.of(array);
    }
}
