// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.testing;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Compares two object graphs field by field, whatever their {@code equals} says: classes, fields, elements, and which
 * objects are shared. Collections of the JDK and of libraries are compared by
 * what they hold.
 */
public final class Structure {

    private static final MethodHandles.Lookup EVERYTHING = everything();

    private final Map<Object, Object> partners = new IdentityHashMap<>();

    private Structure() {}

    /** Returns where the graphs differ, or null. */
    public static String difference(Object expected, Object actual) {
        return new Structure().compare(expected, actual, "value");
    }

    /** Of a lookup that may read private fields of the JDK, without opening its packages to what is tested. */
    private static MethodHandles.Lookup everything() {
        try {
            Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
            Field instance = unsafeClass.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Object unsafe = instance.get(null);
            Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            Object base = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
            Object offset =
                    unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
            return (MethodHandles.Lookup)
                    unsafeClass.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private String compare(Object a, Object b, String path) {
        if (a == null || b == null) {
            return a == b ? null : path + ": " + a + " and " + b;
        }
        Class<?> type = a.getClass();
        if (type.isHidden()) {
            // A lambda that was read has another class than the one that was written.
            return Arrays.equals(type.getInterfaces(), b.getClass().getInterfaces()) ? null : path + ": lambdas";
        }
        if (type != b.getClass()) {
            return path + ": " + type + " and " + b.getClass();
        }
        if (a instanceof Enum || a instanceof Class) {
            return a == b ? null : path + ": " + a + " and " + b;
        }
        if (isLeaf(a)) {
            return a.equals(b) ? null : path + ": " + a + " and " + b;
        }
        Object partner = partners.putIfAbsent(a, b);
        if (partner != null) {
            return partner == b ? null : path + ": an object that was shared, no more is";
        }
        if (type.isArray()) {
            return compareArrays(a, b, path);
        }
        if (!isOurs(type) && a instanceof Map) {
            return compareMaps((Map<?, ?>) a, (Map<?, ?>) b, path);
        }
        if (!isOurs(type) && a instanceof Collection) {
            return compareCollections((Collection<?>) a, (Collection<?>) b, path);
        }
        return compareFields(a, b, path);
    }

    private static boolean isLeaf(Object value) {
        return value instanceof String
                || (value instanceof Number && value instanceof Comparable && isJdk(value.getClass()))
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof java.nio.file.Path
                || value.getClass().getName().startsWith("java.time.");
    }

    private static boolean isJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("dev.ketch.");
    }

    private String compareArrays(Object a, Object b, String path) {
        int length = Array.getLength(a);
        if (length != Array.getLength(b)) {
            return path + ": lengths " + length + " and " + Array.getLength(b);
        }
        for (int i = 0; i < length; i++) {
            String difference = compare(Array.get(a, i), Array.get(b, i), path + "[" + i + "]");
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private String compareMaps(Map<?, ?> a, Map<?, ?> b, String path) {
        String difference = a instanceof SortedMap
                ? compare(((SortedMap<?, ?>) a).comparator(), ((SortedMap<?, ?>) b).comparator(), path + ".comparator")
                : null;
        if (difference == null && a instanceof LinkedHashMap) {
            difference = compareField(a, b, LinkedHashMap.class, "accessOrder", path);
        }
        if (difference == null && a.getClass() == java.util.EnumMap.class) {
            difference = compareField(a, b, java.util.EnumMap.class, "keyType", path);
        }
        if (difference != null) {
            return difference;
        }
        boolean ordered = a instanceof SortedMap
                || a instanceof LinkedHashMap
                || a.getClass().getName().contains("Unmodifiable");
        List<Object[]> left = entries(a);
        List<Object[]> right = entries(b);
        return ordered ? compare(left, right, path) : compareUnordered(left, right, path);
    }

    private static List<Object[]> entries(Map<?, ?> map) {
        List<Object[]> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(new Object[] {key, value}));
        return entries;
    }

    private String compareCollections(Collection<?> a, Collection<?> b, String path) {
        String difference = a instanceof SortedSet
                ? compare(((SortedSet<?>) a).comparator(), ((SortedSet<?>) b).comparator(), path + ".comparator")
                : null;
        if (difference != null) {
            return difference;
        }
        if (a.getClass().getName().equals("java.util.ImmutableCollections$ListN")) {
            difference = compareField(a, b, a.getClass(), "allowNulls", path);
            if (difference != null) {
                return difference;
            }
        }
        boolean ordered = a instanceof List
                || a instanceof Deque
                || a instanceof SortedSet
                || a instanceof LinkedHashSet
                || !(a instanceof Set);
        return ordered
                ? compareArrays(a.toArray(), b.toArray(), path)
                : compareUnordered(Arrays.asList(a.toArray()), Arrays.asList(b.toArray()), path);
    }

    private String compareUnordered(List<?> a, List<?> b, String path) {
        List<Object> left = new ArrayList<>(b);
        for (Object element : a) {
            boolean found = left.removeIf(new java.util.function.Predicate<Object>() {
                private boolean done;

                @Override
                public boolean test(Object other) {
                    Map<Object, Object> before = new IdentityHashMap<>(partners);
                    if (done || compare(element, other, path) != null) {
                        partners.keySet().retainAll(before.keySet());
                        return false;
                    }
                    done = true;
                    return true;
                }
            });
            if (!found) {
                return path + ": no partner of an element";
            }
        }
        return left.isEmpty() ? null : path + ": more elements";
    }

    private String compareFields(Object a, Object b, String path) {
        for (Class<?> c = a.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
            boolean transients = rebuildsTransients(c);
            for (Field field : c.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) || (Modifier.isTransient(modifiers) && !transients)) {
                    continue;
                }
                String difference = compareField(a, b, c, field.getName(), path);
                if (difference != null) {
                    return difference;
                }
            }
        }
        return null;
    }

    /** Classes that read themselves are expected to restore all their fields; those of libraries keep caches in some. */
    private static boolean rebuildsTransients(Class<?> type) {
        return isOurs(type)
                && (Externalizable.class.isAssignableFrom(type)
                        || Arrays.stream(type.getDeclaredMethods())
                                .anyMatch(m -> m.getName().equals("readObject")
                                        && Arrays.equals(
                                                m.getParameterTypes(), new Class<?>[] {ObjectInputStream.class})));
    }

    private String compareField(Object a, Object b, Class<?> declaring, String name, String path) {
        try {
            var getter = EVERYTHING.unreflectGetter(declaring.getDeclaredField(name));
            return compare(getter.invoke(a), getter.invoke(b), path + "." + name);
        } catch (Throwable e) {
            throw new AssertionError(path + "." + name + ": " + Objects.toString(e), e);
        }
    }
}
