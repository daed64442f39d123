// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.ketch.serialization.stream.SerialMethods;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The methods by which a class stands in for itself. */
final class SerialHooks {

    private SerialHooks() {}

    static @Nullable Method writeReplace(Class<?> type) {
        return SerialMethods.writeReplace(type);
    }

    static @Nullable Method readResolve(Class<?> type) {
        return SerialMethods.readResolve(type);
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
