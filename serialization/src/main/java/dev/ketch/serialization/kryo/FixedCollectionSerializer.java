// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Collections that are made from all their elements at once. */
final class FixedCollectionSerializer extends Serializer<Collection<?>> {

    private final Function<Object[], ? extends Collection<?>> maker;

    private final int most;

    FixedCollectionSerializer(Function<Object[], ? extends Collection<?>> maker) {
        this(maker, Integer.MAX_VALUE);
    }

    /** @param most how many elements there may be */
    FixedCollectionSerializer(Function<Object[], ? extends Collection<?>> maker, int most) {
        this.maker = maker;
        this.most = most;
    }

    @Override
    public void write(Kryo kryo, Output output, Collection<?> collection) {
        // A copy, since the concurrent ones may change between counting and writing.
        List<?> elements = Arrays.asList(collection.toArray());
        check(collection.getClass(), elements.size());
        Elements.write(kryo, output, elements);
    }

    @Override
    public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
        Elements elements = Elements.begin(kryo, input);
        check(type, elements.count());
        Object[] array = new Object[elements.count()];
        for (int i = 0; i < array.length; i++) {
            array[i] = elements.next();
        }
        return maker.apply(array);
    }

    private void check(Class<?> type, int count) {
        if (count > most) {
            throw new KryoException("a " + type.getName() + " of " + count + " elements; more than " + most
                    + " take too long to read: use another collection");
        }
    }
}
