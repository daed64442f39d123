// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import dev.ketch.serialization.kryo.KryoSerializer;
import dev.ketch.serialization.raw.BytesSerializer;
import dev.ketch.serialization.raw.StringSerializer;
import dev.ketch.serialization.stream.JavaSerializer;

/** The serializers that come with Ketch. */
public final class Serializers {

    private Serializers() {}

    /**
     * Returns a serializer on Kryo, the default: compact, and open to classes that are not {@code Serializable}.
     *
     * @param loader resolves the classes of the values
     */
    public static Serializer kryo(ClassLoader loader) {
        return kryo(loader, ClassPolicy.open());
    }

    /** Returns a serializer on Kryo that reads only what the policy admits. */
    public static Serializer kryo(ClassLoader loader, ClassPolicy policy) {
        return new KryoSerializer(loader, policy);
    }

    /**
     * Returns a serializer on Java object streams.
     *
     * @param loader resolves the classes of the values
     */
    public static Serializer java(ClassLoader loader) {
        return java(loader, ClassPolicy.open());
    }

    /** Returns a serializer on Java object streams that reads only what the policy admits. */
    public static Serializer java(ClassLoader loader, ClassPolicy policy) {
        return new JavaSerializer(loader, policy);
    }

    /** Returns a serializer of Strings as their UTF-8 and nothing else, to share items with other programs. */
    public static RawSerializer string() {
        return new StringSerializer();
    }

    /** Returns a serializer of byte arrays as they are, to share items with other programs. */
    public static RawSerializer bytes() {
        return new BytesSerializer();
    }
}
