// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import org.jspecify.annotations.Nullable;

/**
 * One field of a class or component of a record. Where the type of the field is final, the class of its value is not
 * written; only the declared type decides, never what generics make of it. Used by one thread at a time.
 */
final class FieldSlot {

    private final Field field;
    private final Class<?> type;
    private final Primitives.@Nullable Kind primitive;
    private final boolean fixed;
    private @Nullable Serializer<?> serializer;

    FieldSlot(Kryo kryo, Field field) {
        this.field = field;
        this.type = field.getType();
        this.primitive = Primitives.kindOf(type);
        this.fixed = primitive == null && kryo.isFinal(type);
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new UnsupportedTypeException(
                    field.getDeclaringClass().getName(),
                    "its field [" + field.getName() + "] is closed to Ketch: open its package in module-info.java",
                    e);
        }
    }

    void write(Kryo kryo, Output output, Object owner) {
        try {
            if (primitive != null) {
                primitive.write(output, field, owner);
                return;
            }
            Object value = field.get(owner);
            if (fixed) {
                kryo.writeObjectOrNull(output, value, serializer(kryo));
            } else if (value == null) {
                kryo.writeClass(output, null);
            } else {
                Registration registration = kryo.writeClass(output, value.getClass());
                kryo.writeObject(output, value, registration.getSerializer());
            }
        } catch (KryoException e) {
            throw traced(e);
        } catch (RuntimeException | IllegalAccessException e) {
            throw traced(new KryoException(e.toString(), e));
        }
    }

    void readInto(Kryo kryo, Input input, Object owner) {
        try {
            if (primitive != null) {
                primitive.readInto(input, field, owner);
            } else {
                field.set(owner, readObject(kryo, input));
            }
        } catch (KryoException e) {
            throw traced(e);
        } catch (RuntimeException | IllegalAccessException e) {
            throw traced(new KryoException(e.toString(), e));
        }
    }

    @Nullable
    Object read(Kryo kryo, Input input) {
        try {
            return primitive != null ? primitive.read(input) : readObject(kryo, input);
        } catch (KryoException e) {
            throw traced(e);
        }
    }

    private @Nullable Object readObject(Kryo kryo, Input input) {
        return fixed ? kryo.readObjectOrNull(input, type, serializer(kryo)) : kryo.readClassAndObject(input);
    }

    private Serializer<?> serializer(Kryo kryo) {
        Serializer<?> known = serializer;
        if (known == null) {
            known = kryo.getSerializer(type);
            serializer = known;
        }
        return known;
    }

    private KryoException traced(KryoException e) {
        e.addTrace(field.getName() + " (" + field.getDeclaringClass().getName() + ")");
        return e;
    }
}
