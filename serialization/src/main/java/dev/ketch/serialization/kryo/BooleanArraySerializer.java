// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;

/** The bytes of Kryo's own serializer, which allocates for any length that it reads. */
final class BooleanArraySerializer extends Serializer<boolean[]> {

    BooleanArraySerializer() {
        setAcceptsNull(true);
    }

    @Override
    public void write(Kryo kryo, Output output, boolean @Nullable [] array) {
        if (array == null) {
            output.writeByte(Kryo.NULL);
            return;
        }
        output.writeVarInt(array.length + 1, true);
        output.writeBooleans(array, 0, array.length);
    }

    @Override
    @SuppressWarnings("NullAway") // Kryo's parameter types know nothing of null.
    public boolean[] read(Kryo kryo, Input input, Class<? extends boolean[]> type) {
        int length = input.readVarInt(true);
        return length == Kryo.NULL ? null : input.readBooleans(length - 1);
    }
}
