// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** The methods by which a class rules its serialization, found as the Java Object Serialization Specification has it. */
public final class SerialMethods {

    private SerialMethods() {}

    /** Returns the method that gives another object to be written in place of one of the class, or null. */
    public static @Nullable Method writeReplace(Class<?> type) {
        return find(type, "writeReplace");
    }

    /** Returns the method that gives the object to be used in place of one that was read, or null. */
    public static @Nullable Method readResolve(Class<?> type) {
        return find(type, "readResolve");
    }

    /** Tells whether a class itself, whatever it extends, says what is written of its part of an object. */
    public static boolean declaresWriteObject(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals("writeObject")
                    && method.getParameterCount() == 1
                    && method.getParameterTypes()[0] == ObjectOutputStream.class) {
                return true;
            }
        }
        return false;
    }

    /** The first one up the hierarchy counts, and only if it is accessible from the class. */
    private static @Nullable Method find(Class<?> type, String name) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == 0
                        && method.getReturnType() == Object.class) {
                    return isInherited(method, type) ? method : null;
                }
            }
        }
        return null;
    }

    private static boolean isInherited(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isAbstract(modifiers)) {
            return false;
        }
        Class<?> declaring = method.getDeclaringClass();
        if (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers) || declaring == type) {
            return true;
        }
        return !Modifier.isPrivate(modifiers)
                && declaring.getClassLoader() == type.getClassLoader()
                && declaring.getPackageName().equals(type.getPackageName());
    }
}
