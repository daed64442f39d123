// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import dev.ketch.serialization.ClassPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An object stream that resolves classes by a given loader and asks the policy first. */
final class FilteredObjectInput extends ObjectInputStream {

    /** They have no name that forName knows. */
    private static final Map<String, Class<?>> PRIMITIVES = Stream.of(
                    boolean.class,
                    byte.class,
                    short.class,
                    char.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class,
                    void.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

    private final ClassLoader loader;
    private final ClassPolicy policy;
    private final ProxyLists proxies;
    private long slotsLeft;

    FilteredObjectInput(InputStream in, int length, ClassLoader loader, ClassPolicy policy, ProxyLists proxies)
            throws IOException {
        super(in);
        this.proxies = proxies;
        this.loader = loader;
        this.policy = policy;
        this.slotsLeft = 1024 + 16L * length;
        // Setting a filter replaces the one of the whole JVM (jdk.serialFilter), which must keep its say.
        ObjectInputFilter wide = getObjectInputFilter();
        setObjectInputFilter(wide == null ? this::filter : ObjectInputFilter.merge(this::filter, wide));
    }

    private ObjectInputFilter.Status filter(ObjectInputFilter.FilterInfo info) {
        boolean within = info.depth() <= policy.maxDepth()
                && info.references() <= policy.maxReferences()
                && info.streamBytes() <= policy.maxBytes()
                && plausible(info);
        if (!within) {
            return ObjectInputFilter.Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type != null) {
            // Most have been checked by name before; this sees those of the tables that collections are about to make.
            policy.check(type);
        }
        return ObjectInputFilter.Status.UNDECIDED;
    }

    /**
     * Lengths are read before elements are, and arrays allocated by them. An element takes a byte at least, and the hash
     * tables of the JDK have less than 16 slots for one, so all arrays of a stream together have an upper limit.
     */
    private boolean plausible(ObjectInputFilter.FilterInfo info) {
        long length = info.arrayLength();
        if (length <= 0) {
            return true;
        }
        slotsLeft -= length;
        return length <= policy.maxArrayLength() && slotsLeft >= 0;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        String name = description.getName();
        policy.check(name);
        Class<?> primitive = PRIMITIVES.get(name);
        return primitive != null ? primitive : Class.forName(name, false, loader);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaceNames) throws IOException, ClassNotFoundException {
        Class<?>[] interfaces = new Class<?>[interfaceNames.length];
        ClassLoader definer = loader;
        policy.checkProxy(List.of(interfaceNames));
        for (int i = 0; i < interfaceNames.length; i++) {
            interfaces[i] = Class.forName(interfaceNames[i], false, loader);
            if (!Modifier.isPublic(interfaces[i].getModifiers()) && interfaces[i].getClassLoader() != null) {
                definer = interfaces[i].getClassLoader();
            }
        }
        proxies.admit(interfaces);
        try {
            return Proxy.newProxyInstance(definer, interfaces, (proxy, method, args) -> null)
                    .getClass();
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("no proxy class for " + String.join(", ", interfaceNames), e);
        }
    }
}
