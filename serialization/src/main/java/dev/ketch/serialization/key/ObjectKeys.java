// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.stream.ObjectStreams;
import java.io.Serializable;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Proxy;

/** Records, serializable classes of the application, and, as a last resort, Java object streams. */
final class ObjectKeys {

    private ObjectKeys() {}

    static void encode(KeyEncoder encoder, Object value, KeyWriter out, int depth) {
        encode(encoder, value, encoder.shapeOf(value.getClass()), out, depth);
    }

    private static void encode(KeyEncoder encoder, Object value, KeyShape shape, KeyWriter out, int depth) {
        switch (shape.kind()) {
            case FIELDS -> encodeFields(encoder, value, shape, out, depth);
            case REPLACED -> encodeReplacement(encoder, value, shape, out, depth);
            case STREAM -> encodeStream(value, shape, out);
            default -> throw refused(value.getClass());
        }
    }

    private static void encodeFields(KeyEncoder encoder, Object value, KeyShape shape, KeyWriter out, int depth) {
        Field[] fields = shape.fields();
        out.writeByte(value instanceof Record ? 'R' : 'F');
        out.writeText(value.getClass().getName());
        try {
            int hash = shape.mayHoldHash() ? hashOf(value) : 0;
            int hashes = 0;
            for (int i = 0; i < fields.length && shape.mayHoldHash(); i++) {
                hashes += shape.isHash(i, value, hash) ? 1 : 0;
            }
            out.writeInt(fields.length - hashes);
            for (int i = 0; i < fields.length; i++) {
                if (hashes == 0 || !shape.isHash(i, value, hash)) {
                    encodeField(encoder, value, fields[i], out, depth);
                }
            }
        } catch (IllegalAccessException e) {
            throw new SerializationException(
                    "a field of a key of class [" + value.getClass().getName() + "] cannot be read", e);
        }
    }

    private static int hashOf(Object value) {
        try {
            return value.hashCode();
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "key of or with class [" + value.getClass().getName() + "]: its hashCode() failed with " + e, e);
        }
    }

    private static void encodeField(KeyEncoder encoder, Object value, Field field, KeyWriter out, int depth)
            throws IllegalAccessException {
        out.writeText(field.getName());
        // The same bytes as those of the boxed number, without the box.
        if (field.getType() == int.class) {
            ScalarKeys.encode(field.getInt(value), out);
        } else if (field.getType() == long.class) {
            ScalarKeys.encode(field.getLong(value), out);
        } else {
            encoder.encode(field.get(value), out, depth + 1);
        }
    }

    /** By class and replacement; one of the same class is written itself, as Java serialization has it. */
    private static void encodeReplacement(KeyEncoder encoder, Object value, KeyShape shape, KeyWriter out, int depth) {
        Object replacement;
        try {
            replacement = shape.replacement().invoke(value);
        } catch (InvocationTargetException e) {
            throw new SerializationException(
                    shape.replacement() + " of a key failed with " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new SerializationException(shape.replacement() + " of a key cannot be called", e);
        }
        out.writeByte('W');
        out.writeText(value.getClass().getName());
        if (replacement != null && replacement.getClass() == value.getClass()) {
            encode(encoder, replacement, encoder.contentShapeOf(value.getClass()), out, depth + 1);
        } else {
            encoder.encode(replacement, out, depth + 1);
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

    static <T extends AccessibleObject & Member> void open(T member) {
        try {
            member.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new SerializationException(
                    "member [" + member + "] of a key cannot be read: open its package to Ketch in module-info.java",
                    e);
        }
    }
}
