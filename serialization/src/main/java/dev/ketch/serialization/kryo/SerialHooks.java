// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** The methods by which a class stands in for itself, found as the Java Object Serialization Specification has it. */
final class SerialHooks {

    private SerialHooks() {}

    static @Nullable Method writeReplace(Class<?> type) {
        return find(type, "writeReplace");
    }

    static @Nullable Method readResolve(Class<?> type) {
        return find(type, "readResolve");
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

    /** Returns what the method gives, which must be an object. */
    static Object call(Method method, Object target) {
        try {
            method.setAccessible(true);
            Object result = method.invoke(target);
            if (result == null) {
                throw new KryoException(method + " gave null");
            }
            return result;
        } catch (InvocationTargetException e) {
            throw new KryoException(method + " failed with " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw e instanceof KryoException k ? k : new KryoException(method + " cannot be called: " + e, e);
        }
    }
}
