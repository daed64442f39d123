// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import dev.ketch.serialization.ClassPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** An object stream that resolves classes by a given loader and asks the policy first. */
final class FilteredObjectInput extends ObjectInputStream {

    private final ClassLoader loader;
    private final ClassPolicy policy;

    FilteredObjectInput(InputStream in, ClassLoader loader, ClassPolicy policy) throws IOException {
        super(in);
        this.loader = loader;
        this.policy = policy;
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
        if (type != null && !policy.permits(type.getName())) {
            return ObjectInputFilter.Status.REJECTED;
        }
        return ObjectInputFilter.Status.UNDECIDED;
    }

    /** A length is taken from the stream before its elements are, so it must not make us allocate what cannot come. */
    private boolean plausible(ObjectInputFilter.FilterInfo info) {
        return info.arrayLength() <= policy.maxArrayLength();
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        String name = description.getName();
        policy.check(name);
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            // Primitive types have no name that forName knows; super does.
            return super.resolveClass(description);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaceNames) throws IOException, ClassNotFoundException {
        Class<?>[] interfaces = new Class<?>[interfaceNames.length];
        ClassLoader definer = loader;
        for (int i = 0; i < interfaceNames.length; i++) {
            policy.check(interfaceNames[i]);
            interfaces[i] = Class.forName(interfaceNames[i], false, loader);
            if (!java.lang.reflect.Modifier.isPublic(interfaces[i].getModifiers())
                    && interfaces[i].getClassLoader() != null) {
                definer = interfaces[i].getClassLoader();
            }
        }
        try {
            return Proxy.newProxyInstance(definer, interfaces, (proxy, method, args) -> null)
                    .getClass();
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("no proxy class for " + String.join(", ", interfaceNames), e);
        }
    }
}
