// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collection;
import java.util.function.Function;

/** Collections that are made from all their elements at once. */
final class FixedCollectionSerializer extends Serializer<Collection<?>> {

    private final Function<Object[], ? extends Collection<?>> maker;

    FixedCollectionSerializer(Function<Object[], ? extends Collection<?>> maker) {
        this.maker = maker;
    }

    @Override
    public void write(Kryo kryo, Output output, Collection<?> collection) {
        Elements.write(kryo, output, collection);
    }

    @Override
    public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
        Elements elements = Elements.begin(kryo, input);
        Object[] array = new Object[elements.count()];
        for (int i = 0; i < array.length; i++) {
            array[i] = elements.next();
        }
        return maker.apply(array);
    }
}
