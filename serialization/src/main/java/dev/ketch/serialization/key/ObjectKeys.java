// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.stream.ObjectStreams;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Proxy;

/** Records, serializable classes of the application, and, as a last resort, Java object streams. */
final class ObjectKeys {

    private ObjectKeys() {}

    static void encode(KeyEncoder encoder, Object value, KeyWriter out, int depth) {
        KeyShape shape = encoder.shapeOf(value.getClass());
        switch (shape.kind()) {
            case FIELDS -> encodeFields(encoder, value, shape, out, depth);
            case STREAM -> encodeStream(value, shape, out);
            default -> throw refused(value.getClass());
        }
    }

    private static void encodeFields(KeyEncoder encoder, Object value, KeyShape shape, KeyWriter out, int depth) {
        out.writeByte(value instanceof Record ? 'R' : 'F');
        out.writeText(value.getClass().getName());
        out.writeInt(shape.fields().length);
        for (Field field : shape.fields()) {
            out.writeText(field.getName());
            try {
                // The same bytes as those of the boxed number, without the box.
                if (field.getType() == int.class) {
                    ScalarKeys.encode(field.getInt(value), out);
                } else if (field.getType() == long.class) {
                    ScalarKeys.encode(field.getLong(value), out);
                } else {
                    encoder.encode(field.get(value), out, depth + 1);
                }
            } catch (IllegalAccessException e) {
                throw new SerializationException("field [" + field + "] of a key cannot be read", e);
            }
        }
    }

    private static void encodeStream(Object value, KeyShape shape, KeyWriter out) {
        shape.warnOnce();
        byte[] bytes;
        try {
            bytes = ObjectStreams.write(value);
        } catch (Exception e) {
            throw new SerializationException(
                    "key of or with class [" + value.getClass().getName() + "] cannot be written: " + e
                            + "; use a record, or a class of plain fields",
                    e);
        }
        out.writeByte('J');
        out.writeInt(bytes.length);
        out.writeBytes(bytes);
    }

    private static SerializationException refused(Class<?> type) {
        String remedy;
        if (type.isHidden() || type.isSynthetic()) {
            remedy = "a lambda has no content that another JVM would recognize: use data as the key";
        } else if (Serializable.class.isAssignableFrom(type) || Proxy.isProxyClass(type)) {
            remedy = "it has no stable content: use a record, or a class of plain fields";
        } else {
            remedy = "let it implement java.io.Serializable, or make it a record";
        }
        return new SerializationException("class [" + type.getName() + "] cannot be a key or part of one: " + remedy);
    }

    static void open(Field field) {
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new SerializationException(
                    "field [" + field + "] of a key cannot be read: open its package to Ketch in module-info.java", e);
        }
    }
}
