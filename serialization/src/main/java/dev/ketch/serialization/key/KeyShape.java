// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.stream.SerialMethods;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.System.Logger;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How objects of one class are encoded. Immutable but for the memory of its one warning, which is atomic. */
final class KeyShape {

    /** The forms an object may take. */
    enum Kind {
        FIELDS,
        /** What the class has written in place of its objects, encoded in turn. */
        REPLACED,
        STREAM,
        REFUSED
    }

    private static final Logger LOG = System.getLogger(KeyShape.class.getName());

    /** What fields are called that may keep a computed hash: with an enum in the key it differs from JVM to JVM. */
    private static final Pattern CACHED_HASH = Pattern.compile("_?(cached)?_?hash(_?code)?", Pattern.CASE_INSENSITIVE);

    private final Class<?> type;
    private final Kind kind;
    private final Field[] fields;

    /** Whether the field at the same place may keep the hash of the object; null if none may. */
    private final boolean @Nullable [] hashes;

    private final @Nullable Method replacement;
    private final AtomicBoolean warned = new AtomicBoolean();

    private KeyShape(Class<?> type, Kind kind, List<Field> fields, @Nullable Method replacement) {
        this.type = type;
        this.kind = kind;
        this.fields = fields.toArray(Field[]::new);
        this.hashes = hashes(this.fields);
        this.replacement = replacement;
    }

    private static boolean @Nullable [] hashes(Field[] fields) {
        boolean[] hashes = new boolean[fields.length];
        int count = 0;
        for (int i = 0; i < fields.length; i++) {
            Field field = fields[i];
            hashes[i] = field.getType() == int.class
                    && !field.getDeclaringClass().isRecord()
                    && CACHED_HASH.matcher(field.getName()).matches();
            count += hashes[i] ? 1 : 0;
        }
        // A key has to have something else than its hash; a key without is made of it.
        return count == 0 || count == fields.length ? null : hashes;
    }

    Kind kind() {
        return kind;
    }

    /** Returns the fields to encode, in order. Not a copy, and to be walked without an iterator: keys are many. */
    Field[] fields() {
        return fields;
    }

    /** Tells whether {@link #isHash} may be true of any field. */
    boolean mayHoldHash() {
        return hashes != null;
    }

    /**
     * Tells whether a field holds nothing but the hash of an object: it is called so, and is the hash.
     *
     * @param hash what {@code hashCode()} of the object gave; it was called before, since some compute it only then
     */
    boolean isHash(int field, Object key, int hash) throws IllegalAccessException {
        return hashes != null && hashes[field] && fields[field].getInt(key) == hash;
    }

    /** Returns the {@code writeReplace} of the class where the kind says so. */
    Method replacement() {
        return Objects.requireNonNull(replacement);
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
            return new KeyShape(type, Kind.FIELDS, recordFields(type), null);
        }
        if (type.isHidden() || (type.isSynthetic() && !Proxy.isProxyClass(type))) {
            return new KeyShape(type, Kind.REFUSED, List.of(), null);
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            return new KeyShape(type, Kind.REFUSED, List.of(), null);
        }
        if (Proxy.isProxyClass(type) || isJdk(type)) {
            return new KeyShape(type, Kind.STREAM, List.of(), null);
        }
        Method replacement = SerialMethods.writeReplace(type);
        if (replacement != null) {
            ObjectKeys.open(replacement);
            return new KeyShape(type, Kind.REPLACED, List.of(), replacement);
        }
        return ofContent(type);
    }

    /** The shape of objects of a class that are written themselves, whatever its {@code writeReplace} says. */
    static KeyShape ofContent(Class<?> type) {
        if (inheritsJdkState(type) || writesTransientFields(type)) {
            return new KeyShape(type, Kind.STREAM, List.of(), null);
        }
        return new KeyShape(type, Kind.FIELDS, classFields(type), null);
    }

    /**
     * Tells whether a class has fields that are no content by their modifier, and a way of writing that may make them
     * content nevertheless. With {@code readObject} alone they are computed from the others.
     */
    private static boolean writesTransientFields(Class<?> type) {
        boolean writes = Externalizable.class.isAssignableFrom(type);
        boolean hides = false;
        for (Class<?> c : rootFirst(type)) {
            writes |= SerialMethods.declaresWriteObject(c);
            for (Field field : c.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                hides |= Modifier.isTransient(modifiers) && !Modifier.isStatic(modifiers);
            }
        }
        return writes && hides;
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
        return !(field.isSynthetic() && field.getName().startsWith("this$"));
    }

    /** Tells whether a class inherits fields from the JDK; transient ones count, as their content does. */
    private static boolean inheritsJdkState(Class<?> type) {
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
