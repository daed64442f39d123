// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Objects that name another to be written in their place. The other one goes through Kryo, so what it holds need not be
 * serializable, and its {@code readResolve} gives the object back. Used by one thread at a time.
 */
final class ReplacedSerializer extends Serializer<Object> {

    private final Serializer<Object> java;
    private final Map<Class<?>, Method> hooks = new IdentityHashMap<>();

    ReplacedSerializer(Serializer<Object> java) {
        this.java = java;
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        Method hook =
                hooks.computeIfAbsent(value.getClass(), type -> Objects.requireNonNull(SerialHooks.writeReplace(type)));
        Object replacement = SerialHooks.call(hook, value);
        // Java serialization asks a replacement of the same class no more; here it would go round for ever.
        boolean same = replacement.getClass() == value.getClass();
        output.writeBoolean(same);
        if (same) {
            java.write(kryo, output, replacement);
        } else {
            kryo.writeClassAndObject(output, replacement);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
        return input.readBoolean() ? java.read(kryo, input, Object.class) : kryo.readClassAndObject(input);
    }
}
