// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Records: their fields in the order of the components, read back by the canonical constructor. Not by the accessors,
 * which may give something else than the field holds.
 */
final class RecordSerializer extends Serializer<Object> {

    private final Class<?> type;
    private final FieldSlot[] slots;
    private final Constructor<?> constructor;

    RecordSerializer(Kryo kryo, Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        slots = new FieldSlot[components.length];
        Class<?>[] types = new Class<?>[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                slots[i] = new FieldSlot(kryo, type.getDeclaredField(components[i].getName()));
            }
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new KryoException("record [" + type.getName() + "] is not as records are: " + e, e);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        for (FieldSlot slot : slots) {
            slot.write(kryo, output, value);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> ignored) {
        @Nullable Object[] values = new Object[slots.length];
        for (int i = 0; i < slots.length; i++) {
            values[i] = slots[i].read(kryo, input);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new KryoException("constructor of record [" + type.getName() + "] failed", e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new KryoException("record [" + type.getName() + "] cannot be made: " + e, e);
        }
    }
}
