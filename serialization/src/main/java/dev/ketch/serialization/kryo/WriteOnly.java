// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Values of a class that the policy refuses: others may read what is written. */
@SuppressWarnings({"rawtypes", "unchecked"})
final class WriteOnly extends Serializer<Object> {

    private final Serializer serializer;
    private final Runnable refusal;

    /** @param refusal throws what a read ends in */
    WriteOnly(Serializer serializer, Runnable refusal) {
        super(serializer.getAcceptsNull(), serializer.isImmutable());
        this.serializer = serializer;
        this.refusal = refusal;
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        serializer.write(kryo, output, value);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        refusal.run();
        throw new IllegalStateException("class [" + type.getName() + "] is refused and admitted at once");
    }
}
