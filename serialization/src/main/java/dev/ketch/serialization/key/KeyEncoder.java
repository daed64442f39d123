// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.SerializationException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one object after the other: a tag, then what the tag stands for. Every form says where it ends, so no two
 * different contents have the same bytes. Tags are never given a second meaning.
 */
final class KeyEncoder {

    private static final int MAX_DEPTH = 200;

    /** Not static, so that classes can be unloaded when their caches are gone. Concurrent. */
    private final ConcurrentMap<Class<?>, KeyShape> shapes = new ConcurrentHashMap<>();

    /** For the few classes whose {@code writeReplace} gives objects of the same class. Concurrent. */
    private final ConcurrentMap<Class<?>, KeyShape> contentShapes = new ConcurrentHashMap<>();

    KeyShape contentShapeOf(Class<?> type) {
        return contentShapes.computeIfAbsent(type, KeyShape::ofContent);
    }

    KeyShape shapeOf(Class<?> type) {
        KeyShape shape = shapes.get(type);
        return shape != null ? shape : shapes.computeIfAbsent(type, KeyShape::of);
    }

    void encode(@Nullable Object value, KeyWriter out, int depth) {
        if (depth > MAX_DEPTH) {
            throw new SerializationException("key of or with class ["
                    + (value == null ? "null" : value.getClass().getName())
                    + "] contains itself, or is nested deeper than "
                    + MAX_DEPTH + " levels: use a flat key, such as an id");
        }
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof String string) {
            out.writeByte('S');
            out.writeText(string);
        } else if (!ScalarKeys.encode(value, out)
                && !encodeContainer(value, out, depth)
                && !JdkKeys.encode(this, value, out, depth)) {
            ObjectKeys.encode(this, value, out, depth);
        }
    }

    private boolean encodeContainer(Object value, KeyWriter out, int depth) {
        if (value instanceof List) {
            out.writeByte('L');
            encodeAll((List<?>) value, out, depth);
        } else if (value instanceof Set) {
            out.writeByte('T');
            encodeSorted((Set<?>) value, out, depth);
        } else if (value instanceof Map) {
            out.writeByte('M');
            encodeMap((Map<?, ?>) value, out, depth);
        } else if (value instanceof Map.Entry) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
            out.writeByte('N');
            encode(entry.getKey(), out, depth + 1);
            encode(entry.getValue(), out, depth + 1);
        } else if (value.getClass().isArray()) {
            encodeArray(value, out, depth);
        } else {
            return false;
        }
        return true;
    }

    private void encodeAll(Collection<?> elements, KeyWriter out, int depth) {
        // A copy, since a concurrent collection may change between its size and its elements.
        Object[] copy = elements.toArray();
        out.writeInt(copy.length);
        for (Object element : copy) {
            encode(element, out, depth + 1);
        }
    }

    private void encodeSorted(Collection<?> elements, KeyWriter out, int depth) {
        List<byte[]> encoded = new ArrayList<>();
        for (Object element : elements) {
            KeyWriter one = new KeyWriter();
            encode(element, one, depth + 1);
            encoded.add(one.toBytes());
        }
        writeSorted(encoded, out);
    }

    private void encodeMap(Map<?, ?> map, KeyWriter out, int depth) {
        List<byte[]> encoded = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            KeyWriter one = new KeyWriter();
            encode(entry.getKey(), one, depth + 1);
            encode(entry.getValue(), one, depth + 1);
            encoded.add(one.toBytes());
        }
        writeSorted(encoded, out);
    }

    private static void writeSorted(List<byte[]> encoded, KeyWriter out) {
        encoded.sort(Arrays::compareUnsigned);
        out.writeInt(encoded.size());
        encoded.forEach(out::writeBytes);
    }

    private void encodeArray(Object array, KeyWriter out, int depth) {
        Class<?> component = array.getClass().getComponentType();
        int length = Array.getLength(array);
        out.writeByte('A');
        out.writeText(component.getName());
        out.writeInt(length);
        for (int i = 0; i < length; i++) {
            encode(Array.get(array, i), out, depth + 1);
        }
    }
}
