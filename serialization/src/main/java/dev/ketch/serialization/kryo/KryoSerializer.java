// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.stream.ProxyLists;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values by Kryo, in pooled instances that are bound to one class loader. Nothing static refers to the loader, so it can
 * be collected with the serializer. Thread-safe, for virtual threads too.
 */
public final class KryoSerializer implements Serializer {

    /** The {@link #id()} of this format. */
    public static final int ID = 1;

    static {
        // Read once, when Kryo's first class is initialized. Without it, newer JDKs warn of Unsafe or deny it.
        if (System.getProperty("kryo.unsafe") == null) {
            System.setProperty("kryo.unsafe", "false");
        }
    }

    private final ClassPolicy policy;
    private final WorkerPool pool;

    public KryoSerializer(ClassLoader loader, ClassPolicy policy) {
        Objects.requireNonNull(loader, "loader");
        this.policy = Objects.requireNonNull(policy, "policy");
        FrameworkClasses frameworks = FrameworkClasses.knownTo(loader);
        ProxyLists proxies = new ProxyLists();
        this.pool = new WorkerPool(() -> new Worker(loader, policy, frameworks, proxies));
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] serialize(Object value) {
        Objects.requireNonNull(value, "value");
        Worker worker = pool.take();
        byte[] bytes;
        try {
            bytes = worker.write(value);
        } catch (Exception e) {
            recycle(worker);
            throw WriteFailures.explain(value, e);
        } catch (LinkageError | StackOverflowError e) {
            // The worker may be out of step: it is not used again.
            throw WriteFailures.explain(value, e);
        }
        pool.giveBack(worker);
        return bytes;
    }

    @Override
    public Object deserialize(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > policy.maxBytes()) {
            throw new SerializationException(
                    "stored value has " + length + " bytes, the limit is " + policy.maxBytes());
        }
        Object value;
        try {
            value = read(bytes, offset, length);
        } catch (Throwable e) {
            // Code of the classes read has run: errors of linking, of the stack and of memory are answers too.
            throw SerializationException.unreadable(e);
        }
        if (value == null) {
            throw new SerializationException("stored bytes hold null, which is no value");
        }
        return value;
    }

    private @Nullable Object read(byte[] bytes, int offset, int length) {
        Worker worker = pool.take();
        Object value;
        try {
            value = worker.read(bytes, offset, length);
        } catch (Exception e) {
            // Making a worker takes a hundred times longer than most reads: bad bytes must not cost one each.
            recycle(worker);
            throw e;
        }
        pool.giveBack(worker);
        return value;
    }

    private void recycle(Worker worker) {
        if (worker.recover()) {
            pool.giveBack(worker);
        }
    }
}
