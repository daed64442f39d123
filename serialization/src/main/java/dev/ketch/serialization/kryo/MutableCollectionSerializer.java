// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collection;
import java.util.function.IntFunction;

/** Collections that are made empty and then filled, so that they may contain themselves. */
final class MutableCollectionSerializer extends Serializer<Collection<Object>> {

    private final IntFunction<? extends Collection<?>> maker;

    MutableCollectionSerializer(IntFunction<? extends Collection<?>> maker) {
        this.maker = maker;
    }

    @Override
    public void write(Kryo kryo, Output output, Collection<Object> collection) {
        // Concurrent collections may change between counting and writing.
        boolean concurrent = collection.getClass().getName().startsWith("java.util.concurrent.");
        Elements.write(kryo, output, concurrent ? java.util.Arrays.asList(collection.toArray()) : collection);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Collection<Object> read(Kryo kryo, Input input, Class<? extends Collection<Object>> type) {
        Elements elements = Elements.begin(kryo, input);
        Collection<Object> collection = (Collection<Object>) maker.apply(elements.count());
        kryo.reference(collection);
        for (int i = 0; i < elements.count(); i++) {
            collection.add(elements.next());
        }
        return collection;
    }
}
