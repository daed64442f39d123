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

/** Writes a class name once a graph, followed by the fingerprint of the class, and reads it past the policy. */
final class PolicyClassResolver extends DefaultClassResolver {

    private final ClassLoader loader;
    private final ClassPolicy policy;
    private final Fingerprints fingerprints = new Fingerprints();

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
            output.writeVarInt(known, true);
            return;
        }
        int id = nextNameId++;
        classToNameId.put(named, id);
        output.writeVarInt(id, true);
        output.writeString(named.getName());
        output.writeInt(fingerprints.of(named), false);
    }

    @Override
    protected Registration readName(Input input) {
        int id = input.readVarInt(true);
        if (nameIdToClass == null) {
            nameIdToClass = new IntMap<>();
        }
        Class<?> type = nameIdToClass.get(id);
        if (type == null) {
            String name = input.readString();
            int fingerprint = input.readInt(false);
            type = load(name);
            if (TreatmentRule.of(type) != Treatment.KRYO) {
                throw new KryoException("class [" + name + "] is never written by name");
            }
            if (fingerprint != fingerprints.of(type)) {
                throw new KryoException("class [" + name + "] had other fields when the value was written");
            }
            nameIdToClass.put(id, type);
        }
        return kryo.getRegistration(type);
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
