// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.stream.ProxyLists;
import org.jspecify.annotations.Nullable;

/** A Kryo with its buffers. Used by one thread at a time. */
final class Worker {

    private static final int INITIAL_BUFFER = 4 << 10;
    private static final int KEPT_BUFFER = 256 << 10;

    /** A failed read leaves a few numbers behind in a stack of Kryo's that nobody can clear. */
    private static final int MAX_FAILURES = 1000;

    private final KetchKryo kryo;
    private final Output output;
    private final int maxBytes;
    private final BoundedInput input;
    private int failures;

    Worker(ClassLoader loader, ClassPolicy policy, FrameworkClasses frameworks, ProxyLists proxies) {
        kryo = new KetchKryo(loader, policy, frameworks, proxies);
        maxBytes = (int) Math.min(policy.maxBytes(), Integer.MAX_VALUE - 8);
        input = new BoundedInput(new byte[0], 0, 0, policy.maxArrayLength());
        output = new Output(Math.min(INITIAL_BUFFER, maxBytes), maxBytes);
    }

    byte[] write(Object value) {
        kryo.writeClassAndObject(output, value);
        byte[] bytes = output.toBytes();
        clear();
        return bytes;
    }

    @Nullable
    Object read(byte[] bytes, int offset, int length) {
        try {
            input.setBuffer(bytes, offset, length);
            Object value = kryo.readClassAndObject(input);
            if (!input.end()) {
                throw new KryoException("bytes follow the value");
            }
            return value;
        } finally {
            input.release();
        }
    }

    /** Prepares for the next value after a failed one, and returns false if this worker should rather be dropped. */
    boolean recover() {
        kryo.reset();
        clear();
        return ++failures < MAX_FAILURES;
    }

    private void clear() {
        if (output.getBuffer().length > KEPT_BUFFER) {
            output.setBuffer(new byte[INITIAL_BUFFER], maxBytes);
        }
        output.reset();
    }
}
