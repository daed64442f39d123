// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;
import java.util.Arrays;

/** Arrays of objects. */
final class ArraySerializer extends Serializer<Object[]> {

    @Override
    public void write(Kryo kryo, Output output, Object[] array) {
        Elements.write(kryo, output, Arrays.asList(array));
    }

    @Override
    public Object[] read(Kryo kryo, Input input, Class<? extends Object[]> type) {
        Elements elements = Elements.begin(kryo, input);
        Object[] array = (Object[]) Array.newInstance(type.getComponentType(), elements.count());
        kryo.reference(array);
        for (int i = 0; i < array.length; i++) {
            array[i] = elements.next();
        }
        return array;
    }
}
