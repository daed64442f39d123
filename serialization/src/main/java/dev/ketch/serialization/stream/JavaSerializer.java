// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import java.io.NotSerializableException;
import java.util.Objects;

/** Values as Java object streams. Thread-safe. */
public final class JavaSerializer implements Serializer {

    /** The {@link #id()} of this format. */
    public static final int ID = 2;

    private final ClassLoader loader;
    private final ClassPolicy policy;
    private final ProxyLists proxies = new ProxyLists();

    public JavaSerializer(ClassLoader loader, ClassPolicy policy) {
        this.loader = Objects.requireNonNull(loader, "loader");
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] serialize(Object value) {
        Objects.requireNonNull(value, "value");
        byte[] bytes;
        try {
            bytes = ObjectStreams.write(value);
        } catch (NotSerializableException e) {
            throw new SerializationException(
                    "class [" + e.getMessage() + "], reached from a value of class ["
                            + value.getClass().getName()
                            + "], does not implement java.io.Serializable: let it, or make the field transient",
                    e);
        } catch (Exception | StackOverflowError e) {
            throw new SerializationException(
                    "value of class [" + value.getClass().getName() + "] cannot be written: " + e, e);
        }
        if (bytes.length > policy.maxBytes()) {
            throw new SerializationException("value of class ["
                    + value.getClass().getName() + "] takes " + bytes.length + " bytes, the limit is "
                    + policy.maxBytes() + "; it is larger than maxValueSize: raise that");
        }
        return bytes;
    }

    @Override
    @SuppressWarnings("CatchAndPrintStackTrace")
    public Object deserialize(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > policy.maxBytes()) {
            throw new SerializationException(
                    "stored value has " + length + " bytes, the limit is " + policy.maxBytes());
        }
        Object value;
        try {
            value = ObjectStreams.read(bytes, offset, length, loader, policy, proxies);
        } catch (Throwable e) {
            // Code of the classes read has run: errors of linking, of the stack and of memory are answers too.
            throw SerializationException.unreadable(e);
        }
        if (value == null) {
            throw new SerializationException("stored bytes hold null, which is no value");
        }
        return value;
    }
}
