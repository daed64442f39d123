// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Objects of an application class: the fields from the class upwards, by name within each, without static and transient
 * ones. Kryo's own asks for the transient fields of JDK superclasses too, which are closed.
 */
final class FieldsSerializer extends Serializer<Object> {

    private final FieldSlot[] slots;

    FieldsSerializer(Kryo kryo, Class<?> type) {
        slots = writtenFields(type).stream()
                .map(field -> new FieldSlot(kryo, field))
                .toArray(FieldSlot[]::new);
    }

    static List<Field> writtenFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            List<Field> own = new ArrayList<>();
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    own.add(field);
                }
            }
            own.sort(Comparator.comparing(Field::getName));
            fields.addAll(own);
        }
        return fields;
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        for (FieldSlot slot : slots) {
            slot.write(kryo, output, value);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
        Object value = kryo.newInstance(type);
        // Before its fields, which may lead back to it.
        kryo.reference(value);
        for (FieldSlot slot : slots) {
            slot.readInto(kryo, input, value);
        }
        return value;
    }
}
