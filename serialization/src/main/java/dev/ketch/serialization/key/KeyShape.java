// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.io.Serializable;
import java.lang.System.Logger;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** How objects of one class are encoded. Immutable but for the memory of its one warning, which is atomic. */
final class KeyShape {

    /** The forms an object may take. */
    enum Kind {
        FIELDS,
        STREAM,
        REFUSED
    }

    private static final Logger LOG = System.getLogger(KeyShape.class.getName());

    /** Fields that keep a computed hash: with an enum in the key it differs from JVM to JVM. */
    private static final Pattern CACHED_HASH = Pattern.compile("_?(cached)?_?hash(_?code)?", Pattern.CASE_INSENSITIVE);

    private final Class<?> type;
    private final Kind kind;
    private final Field[] fields;
    private final AtomicBoolean warned = new AtomicBoolean();

    private KeyShape(Class<?> type, Kind kind, List<Field> fields) {
        this.type = type;
        this.kind = kind;
        this.fields = fields.toArray(Field[]::new);
    }

    Kind kind() {
        return kind;
    }

    /** Returns the fields to encode, in order. Not a copy, and to be walked without an iterator: keys are many. */
    Field[] fields() {
        return fields;
    }

    void warnOnce() {
        if (warned.compareAndSet(false, true)) {
            LOG.log(
                    Logger.Level.WARNING,
                    "keys of class [{0}] are encoded by Java serialization, in which equal keys may have different bytes;"
                            + " use a record, or a class of plain fields",
                    type.getName());
        }
    }

    static KeyShape of(Class<?> type) {
        if (type.isRecord()) {
            return new KeyShape(type, Kind.FIELDS, recordFields(type));
        }
        if (type.isHidden() || (type.isSynthetic() && !Proxy.isProxyClass(type))) {
            return new KeyShape(type, Kind.REFUSED, List.of());
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            return new KeyShape(type, Kind.REFUSED, List.of());
        }
        if (Proxy.isProxyClass(type) || hasJdkState(type)) {
            return new KeyShape(type, Kind.STREAM, List.of());
        }
        return new KeyShape(type, Kind.FIELDS, classFields(type));
    }

    private static List<Field> recordFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                Field field = type.getDeclaredField(component.getName());
                ObjectKeys.open(field);
                fields.add(field);
            } catch (NoSuchFieldException e) {
                throw new AssertionError("record without the field of " + component, e);
            }
        }
        return fields;
    }

    private static List<Field> classFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c : rootFirst(type)) {
            List<Field> own = new ArrayList<>();
            for (Field field : c.getDeclaredFields()) {
                if (isContent(field)) {
                    ObjectKeys.open(field);
                    own.add(field);
                }
            }
            own.sort(Comparator.comparing(Field::getName));
            fields.addAll(own);
        }
        return fields;
    }

    private static Deque<Class<?>> rootFirst(Class<?> type) {
        Deque<Class<?>> classes = new ArrayDeque<>();
        for (Class<?> c = type; c != null && !isJdk(c); c = c.getSuperclass()) {
            classes.addFirst(c);
        }
        return classes;
    }

    private static boolean isContent(Field field) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers)) {
            return false;
        }
        // Variables captured by a local class are synthetic too, and do belong to its content.
        if (field.isSynthetic() && field.getName().startsWith("this$")) {
            return false;
        }
        boolean number = field.getType() == int.class || field.getType() == long.class;
        return !(number && CACHED_HASH.matcher(field.getName()).matches());
    }

    /** Tells whether a class is of the JDK or inherits fields from it; transient ones count, as their content does. */
    private static boolean hasJdkState(Class<?> type) {
        if (isJdk(type)) {
            return true;
        }
        for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
            if (isJdk(c)) {
                for (Field field : c.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
