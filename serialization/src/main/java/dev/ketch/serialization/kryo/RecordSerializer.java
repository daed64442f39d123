// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/**
 * Records: their fields in the order of the components, read back by the canonical constructor. Not by the accessors,
 * which may give something else than the field holds.
 */
final class RecordSerializer extends Serializer<Object> {

    private final Class<?> type;
    private final Field[] fields;
    private final boolean[] fixed;
    private final Constructor<?> constructor;

    RecordSerializer(Kryo kryo, Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        fields = new Field[components.length];
        fixed = new boolean[components.length];
        Class<?>[] types = new Class<?>[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                fixed[i] = kryo.isFinal(types[i]);
                fields[i] = type.getDeclaredField(components[i].getName());
                fields[i].setAccessible(true);
            }
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new KryoException("record [" + type.getName() + "] is not open to Ketch: " + e, e);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        for (int i = 0; i < fields.length; i++) {
            try {
                Field field = fields[i];
                if (field.getType().isPrimitive()) {
                    Primitives.write(output, field, value);
                } else if (fixed[i]) {
                    kryo.writeObjectOrNull(output, field.get(value), field.getType());
                } else {
                    kryo.writeClassAndObject(output, field.get(value));
                }
            } catch (KryoException e) {
                throw traced(e, i);
            } catch (RuntimeException | IllegalAccessException e) {
                throw traced(new KryoException(e.toString(), e), i);
            }
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> ignored) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            Class<?> component = fields[i].getType();
            try {
                if (component.isPrimitive()) {
                    values[i] = Primitives.read(input, component);
                } else {
                    values[i] = fixed[i] ? kryo.readObjectOrNull(input, component) : kryo.readClassAndObject(input);
                }
            } catch (KryoException e) {
                throw traced(e, i);
            }
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new KryoException("constructor of record [" + type.getName() + "] failed", e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new KryoException("record [" + type.getName() + "] cannot be made: " + e, e);
        }
    }

    private KryoException traced(KryoException e, int component) {
        e.addTrace(fields[component].getName() + " (" + type.getName() + ")");
        return e;
    }
}
