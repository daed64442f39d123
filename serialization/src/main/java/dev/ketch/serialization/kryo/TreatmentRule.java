// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import java.io.Externalizable;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Serializable;
import java.io.Writer;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.channels.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Decides the treatment of classes that have no serializer registered for exactly them. */
final class TreatmentRule {

    /** Application classes below these hold something of their JVM even where they have no fields. */
    private static final List<Class<?>> BOUND_TO_THEIR_JVM = List.of(
            Thread.class,
            ThreadGroup.class,
            ThreadLocal.class,
            ClassLoader.class,
            InputStream.class,
            OutputStream.class,
            Reader.class,
            Writer.class,
            Channel.class,
            Reference.class,
            Executor.class);

    private TreatmentRule() {}

    static Treatment of(Class<?> type) {
        if (type.isPrimitive() || type.isArray() || type.isInterface() || Enum.class.isAssignableFrom(type)) {
            return Treatment.KRYO;
        }
        boolean serializable = Serializable.class.isAssignableFrom(type);
        if (Proxy.isProxyClass(type) || type.isHidden()) {
            return serializable ? Treatment.JAVA : Treatment.REFUSED;
        }
        if (isJdk(type)) {
            return ofJdk(type, serializable);
        }
        return serializable ? ofSerializable(type) : ofPlain(type);
    }

    private static Treatment ofJdk(Class<?> type, boolean serializable) {
        if (serializable) {
            return Treatment.JAVA;
        }
        if (List.class.isAssignableFrom(type)) {
            return Treatment.LIST_COPY;
        }
        if (Set.class.isAssignableFrom(type)) {
            return Treatment.SET_COPY;
        }
        if (Map.class.isAssignableFrom(type)) {
            return Treatment.MAP_COPY;
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return Treatment.ENTRY_COPY;
        }
        return Collection.class.isAssignableFrom(type) ? Treatment.LIST_COPY : Treatment.REFUSED;
    }

    private static Treatment ofSerializable(Class<?> type) {
        if (SerialHooks.writeReplace(type) != null) {
            return Treatment.REPLACED;
        }
        // A record's own readObject and writeObject are ignored by Java serialization too.
        boolean java = !type.isRecord()
                && (Throwable.class.isAssignableFrom(type)
                        || Externalizable.class.isAssignableFrom(type)
                        || hasOwnSerialization(type)
                        || hasStatefulJdkSuperclass(type));
        if (java) {
            return Treatment.JAVA;
        }
        return SerialHooks.readResolve(type) != null ? Treatment.RESOLVED : Treatment.KRYO;
    }

    private static Treatment ofPlain(Class<?> type) {
        for (Class<?> bound : BOUND_TO_THEIR_JVM) {
            if (bound.isAssignableFrom(type)) {
                return Treatment.REFUSED;
            }
        }
        return !type.isRecord() && hasStatefulJdkSuperclass(type) ? Treatment.REFUSED : Treatment.KRYO;
    }

    /** Looks at superclasses too: what they declare privately rules their part of the object. */
    private static boolean hasOwnSerialization(Class<?> type) {
        for (Class<?> c = type; c != null && !isJdk(c); c = c.getSuperclass()) {
            if (writesItself(c) || declares(c, "readObjectNoData")) {
                return true;
            }
        }
        return false;
    }

    private static boolean writesItself(Class<?> type) {
        return declares(type, "writeObject", ObjectOutputStream.class)
                || declares(type, "readObject", ObjectInputStream.class);
    }

    private static boolean declares(Class<?> type, String name, Class<?>... parameters) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)
                    && List.of(method.getParameterTypes()).equals(List.of(parameters))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasStatefulJdkSuperclass(Class<?> type) {
        for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
            if (!isJdk(c)) {
                continue;
            }
            // Those that write themselves keep their content in transient fields, as LinkedList does.
            if (writesItself(c)) {
                return true;
            }
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Tells whether a class comes with the JDK: then its fields are closed to us and its layout may change. */
    static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
