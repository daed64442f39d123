// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.config.ClassSettings;
import dev.ketch.config.ConfigurationException;
import dev.ketch.config.ItemSettings;
import dev.ketch.config.Option;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.compression.Compressor;
import dev.ketch.serialization.compression.Compressors;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/**
 * The serializers of one manager's caches: one for each name and class policy, and those that factories make. Their ids
 * stand in the items, so no two classes may have one. And their compressors. Thread-safe.
 */
final class ManagerSerializers {
    private final ClassLoader loader;

    private record Named(String name, ClassSettings classes) {
        // By hand: JDK 17 keeps the class loader of a record for ever once it has compared two by what it makes itself.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Named o && name.equals(o.name) && classes.equals(o.classes);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + classes.hashCode();
        }
    }

    private final Map<Named, Serializer> named = new ConcurrentHashMap<>();
    /** The name of the class that has an id. */
    private final Map<Integer, String> owners = new ConcurrentHashMap<>();

    /** By method. What they keep outside the heap is shared by all caches. */
    private final Map<String, Compressor> compressors = new ConcurrentHashMap<>();

    ManagerSerializers(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * The compressor of a method, the same each time.
     *
     * @throws IllegalArgumentException if there is no such method
     * @throws IllegalStateException if its library is not there
     */
    Compressor compressor(String method) {
        return compressors.computeIfAbsent(method, Compressors::byName);
    }

    /**
     * The serializer of a cache.
     *
     * @param items say its name and class policy
     * @param factory what makes it, in place of the name
     * @throws ConfigurationException if it cannot be had
     */
    Serializer of(String cache, ItemSettings items, @Nullable Factory<? extends Serializer> factory) {
        if (factory == null) {
            Named wanted = new Named(items.serializer(), items.classes());
            Serializer known = named.get(wanted);
            return known != null ? known : keep(wanted, checked(cache, make(cache, wanted)));
        }
        Serializer made;
        try {
            made = factory.create();
        } catch (RuntimeException e) {
            throw new ConfigurationException("cache [" + cache + "]: the serializer could not be made: " + e, e);
        }
        if (made == null) {
            throw new ConfigurationException("cache [" + cache + "]: the factory of the serializer gave none");
        }
        return checked(cache, made);
    }

    private Serializer keep(Named wanted, Serializer made) {
        Serializer earlier = named.putIfAbsent(wanted, made);
        return earlier == null ? made : earlier;
    }

    private Serializer make(String cache, Named wanted) {
        ClassPolicy policy = wanted.classes().policy();
        return switch (wanted.name()) {
            case "kryo" -> Serializers.kryo(loader, policy);
            case "java" -> Serializers.java(loader, policy);
            case "string" -> Serializers.string();
            case "bytes" -> Serializers.bytes();
            default -> instance(cache, wanted.name(), policy);
        };
    }

    private Serializer instance(String cache, String name, ClassPolicy policy) {
        Class<?> type;
        try {
            type = Class.forName(name, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw bad(cache, name, "the manager's class loader does not find it (" + e + "): check the name", e);
        }
        if (!Serializer.class.isAssignableFrom(type)) {
            throw bad(cache, name, "it does not implement " + Serializer.class.getName(), null);
        }
        try {
            return (Serializer) construct(type, policy);
        } catch (InvocationTargetException e) {
            throw bad(cache, name, "its constructor threw " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw bad(
                    cache,
                    name,
                    "it needs to be public, not abstract, and to have a public constructor that takes nothing, a"
                            + " ClassLoader, or a ClassLoader and a ClassPolicy",
                    e);
        }
    }

    private Object construct(Class<?> type, ClassPolicy policy) throws ReflectiveOperationException {
        if (!Modifier.isPublic(type.getModifiers())) {
            throw new IllegalAccessException("not public");
        }
        try {
            return type.getConstructor(ClassLoader.class, ClassPolicy.class).newInstance(loader, policy);
        } catch (NoSuchMethodException both) {
            try {
                return type.getConstructor(ClassLoader.class).newInstance(loader);
            } catch (NoSuchMethodException one) {
                return type.getConstructor().newInstance();
            }
        }
    }

    private Serializer checked(String cache, Serializer serializer) {
        int id = serializer.id();
        String type = serializer.getClass().getName();
        boolean ours = serializer.getClass().getClassLoader() == Serializer.class.getClassLoader()
                && type.startsWith(Serializer.class.getPackageName() + ".");
        if (!ours && (id < Serializer.FIRST_OWN_ID || id > Serializer.LAST_ID)) {
            throw new ConfigurationException("cache [" + cache + "]: serializer [" + type + "] has the id " + id
                    + ": let id() return one from " + Serializer.FIRST_OWN_ID + " to " + Serializer.LAST_ID
                    + ", or leave it out");
        }
        String owner = owners.putIfAbsent(id, type);
        if (owner != null && !owner.equals(type)) {
            throw new ConfigurationException("cache [" + cache + "]: serializers [" + type + "] and [" + owner
                    + "] both have the id " + id
                    + ", by which items tell who wrote them: let id() of one return another"
                    + " number from " + Serializer.FIRST_OWN_ID + " to " + Serializer.LAST_ID);
        }
        return serializer;
    }

    private static ConfigurationException bad(String cache, String name, String why, @Nullable Throwable cause) {
        String message = "cache [" + cache + "]: option [" + Option.SERIALIZER.key() + "] has the value [" + name
                + "], taken for the name of a class: " + why
                + ". Write kryo, java, string, bytes or the full name of a class";
        return cause == null ? new ConfigurationException(message) : new ConfigurationException(message, cause);
    }
}
