// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import com.esotericsoftware.kryo.kryo5.util.IdentityObjectIntMap;
import com.esotericsoftware.kryo.kryo5.util.IntMap;
import dev.ketch.serialization.ClassPolicy;
import java.util.HashMap;
import java.util.Map;

/** Writes a class name once a graph, followed by the fingerprint of the class, and reads it past the policy. */
final class PolicyClassResolver extends DefaultClassResolver {

    private final ClassLoader loader;
    private final ClassPolicy policy;
    private final Fingerprints fingerprints = new Fingerprints();

    /** Classes that were admitted before. It grows with classes that exist, not with what bytes claim. */
    private final Map<String, Class<?>> admitted = new HashMap<>();

    PolicyClassResolver(ClassLoader loader, ClassPolicy policy) {
        this.loader = loader;
        this.policy = policy;
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected void writeName(Output output, Class type, Registration registration) {
        output.writeVarInt(NAME + 2, true);
        if (classToNameId == null) {
            classToNameId = new IdentityObjectIntMap<>();
        }
        // Not the type itself: a constant with a body has a class of its own, which must not be named.
        Class<?> named = registration.getType();
        int known = classToNameId.get(named, -1);
        if (known >= 0) {
            output.writeVarInt((known + 1) << 1, true);
            return;
        }
        classToNameId.put(named, nextNameId++);
        int code = FrameworkNames.codeOf(named.getName());
        if (code >= 0) {
            output.writeVarInt(code << 1 | 1, true);
        } else {
            output.writeVarInt(0, true);
            output.writeString(named.getName());
        }
        output.writeInt(fingerprints.of(named), false);
    }

    /** A number: 0 if a name follows, odd for the code of a {@linkplain FrameworkNames known one}, else of one met before. */
    @Override
    protected Registration readName(Input input) {
        int number = input.readVarInt(true);
        if (nameIdToClass == null) {
            nameIdToClass = new IntMap<>();
        }
        Class<?> type;
        if (number != 0 && (number & 1) == 0) {
            type = nameIdToClass.get((number >>> 1) - 1);
            if (type == null) {
                throw new KryoException("a class that was not named");
            }
        } else {
            String name = number == 0 ? input.readString() : FrameworkNames.nameOf(number >>> 1);
            type = admit(name);
            if (input.readInt(false) != fingerprints.of(type)) {
                throw new KryoException("class [" + name + "] had other fields when the value was written");
            }
            nameIdToClass.put(nextNameId++, type);
        }
        return kryo.getRegistration(type);
    }

    int fingerprintOf(Class<?> type) {
        return fingerprints.of(type);
    }

    private Class<?> admit(String name) {
        Class<?> type = admitted.get(name);
        if (type == null) {
            type = load(name);
            if (!TreatmentRule.of(type).namesClass()) {
                throw new KryoException("class [" + name + "] is never written by name");
            }
            admitted.put(name, type);
        }
        return type;
    }

    /** Returns the class of a name, without initializing it, if the policy admits it. */
    Class<?> load(String name) {
        if (name == null) {
            throw new KryoException("class without a name");
        }
        policy.check(name);
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new KryoException("class [" + name + "] is not known to the class loader of the cache", e);
        }
    }
}
