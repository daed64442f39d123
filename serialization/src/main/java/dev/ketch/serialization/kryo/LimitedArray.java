// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;

/** Arrays of primitives; those that nobody would read back are not written. */
@SuppressWarnings({"rawtypes", "unchecked"})
final class LimitedArray extends Serializer<Object> {

    private final Serializer serializer;

    LimitedArray(Serializer serializer) {
        super(serializer.getAcceptsNull(), serializer.isImmutable());
        this.serializer = serializer;
    }

    @Override
    public void write(Kryo kryo, Output output, Object array) {
        if (array != null) {
            KetchKryo.checkLength(kryo, Array.getLength(array));
        }
        serializer.write(kryo, output, array);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
        return serializer.read(kryo, input, type);
    }
}
