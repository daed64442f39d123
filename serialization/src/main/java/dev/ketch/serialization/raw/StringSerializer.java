// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.raw;

import dev.ketch.serialization.RawSerializer;
import dev.ketch.serialization.SerializationException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Strings as UTF-8. What is not UTF-8 is no String: it would not be written back as it was. Stateless. */
public final class StringSerializer implements RawSerializer {

    /** The {@link #id()} of this format. */
    public static final int ID = 3;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] serialize(Object value) {
        Objects.requireNonNull(value, "value");
        if (!(value instanceof String text)) {
            throw new SerializationException(
                    "it is of class ["
                            + value.getClass().getName()
                            + "], and the serializer [string] takes nothing but Strings: convert it, or use another serializer");
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOfRange(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.remaining());
        } catch (CharacterCodingException e) {
            throw new SerializationException("it has a surrogate without its other half, which UTF-8 cannot say", e);
        }
    }

    @Override
    public Object deserialize(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SerializationException(
                    "stored bytes are not UTF-8; another program may have compressed them, or the cache wants the"
                            + " serializer [bytes]",
                    e);
        }
    }
}
