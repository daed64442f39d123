// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.raw;

import dev.ketch.serialization.RawSerializer;
import dev.ketch.serialization.SerializationException;
import java.util.Arrays;
import java.util.Objects;

/** Byte arrays as they are, copied both ways, since their owners may change them. Stateless. */
public final class BytesSerializer implements RawSerializer {

    /** The {@link #id()} of this format. */
    public static final int ID = 4;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] serialize(Object value) {
        Objects.requireNonNull(value, "value");
        if (!(value instanceof byte[] bytes)) {
            throw new SerializationException("it is of class ["
                    + value.getClass().getName()
                    + "], and the serializer [bytes] takes nothing but byte arrays: convert it, or use another"
                    + " serializer");
        }
        return bytes.clone();
    }

    @Override
    public Object deserialize(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
