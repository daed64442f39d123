// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.pool.IdlePool;
import java.util.Objects;

/** The canonical encoding of keys. Thread-safe; remembers the fields of the classes it has met. */
public final class KeyCodec {

    /** Begins every encoding; raised with any change to it. */
    public static final byte VERSION = 1;

    private final KeyEncoder encoder = new KeyEncoder();

    private final IdlePool<Scratch> pool = new IdlePool<>(Scratch::new);

    /**
     * Returns the canonical bytes of a key. Keys of equal content give equal bytes in every JVM; keys of different
     * content give different bytes.
     *
     * @throws SerializationException if the key contains itself, is nested deeper than 200 levels, takes more than 1 MiB,
     *     or holds an object of a class that has no stable content; it names the class and the remedy
     */
    public byte[] encode(Object key) {
        Scratch scratch = pool.take();
        KeyWriter out = scratch.writer();
        encode(key, out);
        byte[] bytes = out.toBytes();
        pool.giveBack(scratch);
        return bytes;
    }

    void encode(Object key, KeyWriter out) {
        Objects.requireNonNull(key, "key");
        out.writeByte(VERSION);
        try {
            encoder.encode(key, out, 0);
        } catch (StackOverflowError e) {
            throw new SerializationException(
                    "key of class [" + key.getClass().getName() + "] is nested too deep for the stack", e);
        }
    }

    IdlePool<Scratch> pool() {
        return pool;
    }
}
