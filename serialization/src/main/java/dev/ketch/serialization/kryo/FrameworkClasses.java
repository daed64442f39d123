// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Classes of Spring and Hibernate that have their own idea of serialization and are still simple, as far as the class
 * loader of a cache knows them and they look as expected; where not, Java serialization takes them. Immutable.
 */
record FrameworkClasses(Optional<NullValue> nullValue, Optional<SimpleKey> simpleKey, Optional<QueryKey> queryKey) {

    /** What {@code @Cacheable} stores for null. */
    record NullValue(Class<?> type, Object instance) {}

    /** Spring's key of several parameters; its hash is transient. */
    record SimpleKey(Class<?> type, Field parameters, Constructor<?> constructor, Object empty) {}

    /** The key of a Hibernate query; its hash is transient. */
    record QueryKey(Class<?> type, Field hash, Method computeHash) {}

    private interface Lookup<T> {
        T find(Class<?> type) throws ReflectiveOperationException;
    }

    static FrameworkClasses knownTo(ClassLoader loader) {
        return new FrameworkClasses(
                find(
                        loader,
                        "org.springframework.cache.support.NullValue",
                        type -> new NullValue(type, constant(type, "INSTANCE"))),
                find(
                        loader,
                        "org.springframework.cache.interceptor.SimpleKey",
                        type -> new SimpleKey(
                                type,
                                open(type.getDeclaredField("params")),
                                type.getConstructor(Object[].class),
                                constant(type, "EMPTY"))),
                find(
                        loader,
                        "org.hibernate.cache.spi.QueryKey",
                        type -> new QueryKey(
                                type,
                                open(type.getDeclaredField("hashCode")),
                                open(type.getDeclaredMethod("generateHashCode")))));
    }

    private static <T> Optional<T> find(ClassLoader loader, String name, Lookup<T> lookup) {
        try {
            return Optional.of(lookup.find(Class.forName(name, false, loader)));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            // Absent, or another version than we know.
            return Optional.empty();
        }
    }

    private static Object constant(Class<?> type, String name) throws ReflectiveOperationException {
        return type.getField(name).get(null);
    }

    private static <T extends AccessibleObject> T open(T member) {
        member.setAccessible(true);
        return member;
    }
}
