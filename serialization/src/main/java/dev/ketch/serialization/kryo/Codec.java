// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Objects;

/** A serializer made of two functions, for values without children that could refer back to them. */
final class Codec<T> extends Serializer<T> {

    /** Writes one value. */
    interface Writer<T> {
        void write(Kryo kryo, Output output, T value) throws Exception;
    }

    /** Reads one value. */
    interface Reader<T> {
        T read(Kryo kryo, BoundedInput input) throws Exception;
    }

    private final Writer<T> writer;
    private final Reader<T> reader;

    Codec(Writer<T> writer, Reader<T> reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** A value that its text stands for. */
    static <T> Codec<T> text(
            java.util.function.Function<T, String> print, java.util.function.Function<String, T> parse) {
        return new Codec<>(
                (kryo, output, value) -> output.writeString(print.apply(value)),
                (kryo, input) -> parse.apply(Objects.requireNonNull(input.readString(), "text")));
    }

    @Override
    public void write(Kryo kryo, Output output, T value) {
        try {
            writer.write(kryo, output, value);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new KryoException(e.toString(), e);
        }
    }

    @Override
    public T read(Kryo kryo, Input input, Class<? extends T> type) {
        try {
            return reader.read(kryo, (BoundedInput) input);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new KryoException(e.toString(), e);
        }
    }
}
