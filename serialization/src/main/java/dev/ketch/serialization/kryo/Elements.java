// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a collection or array: {@code count * 2 + same}, and, where all are of one class, that class once
 * instead of before each. Each element takes a byte at least, so a count that the bytes left cannot hold is seen before
 * anything is allocated for it.
 */
final class Elements {

    private final Kryo kryo;
    private final Input input;
    private final int count;
    private final @Nullable Registration same;

    private Elements(Kryo kryo, Input input, int count, @Nullable Registration same) {
        this.kryo = kryo;
        this.input = input;
        this.count = count;
        this.same = same;
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    static void write(Kryo kryo, Output output, Collection<?> elements) {
        int count = elements.size();
        KetchKryo.checkLength(kryo, count);
        Class<?> same = commonClass(elements);
        output.writeVarInt(count << 1 | (same == null ? 0 : 1), true);
        Serializer serializer =
                same == null ? null : kryo.writeClass(output, same).getSerializer();
        int written = 0;
        for (Object element : elements) {
            boolean fits = same == null || (element != null && element.getClass() == same);
            if (!fits || ++written > count) {
                throw new KryoException("a collection was changed while it was written");
            }
            try {
                if (serializer == null) {
                    kryo.writeClassAndObject(output, element);
                } else {
                    kryo.writeObject(output, element, serializer);
                }
            } catch (KryoException e) {
                e.addTrace("element " + (written - 1));
                throw e;
            }
        }
        if (written != count) {
            throw new KryoException("a collection was changed while it was written");
        }
    }

    /** Returns the class of all elements, or null if they differ, are null or fewer than two. */
    private static @Nullable Class<?> commonClass(Collection<?> elements) {
        if (elements.size() < 2) {
            return null;
        }
        Class<?> common = null;
        for (Object element : elements) {
            if (element == null || (common != null && element.getClass() != common)) {
                return null;
            }
            common = element.getClass();
        }
        return common;
    }

    static Elements begin(Kryo kryo, Input input) {
        int header = input.readVarInt(true);
        int count = ((BoundedInput) input).checkLength(header >>> 1, 1);
        Registration same = (header & 1) == 0 ? null : kryo.readClass(input);
        if ((header & 1) == 1 && same == null) {
            throw new KryoException("elements of no class");
        }
        return new Elements(kryo, input, count, same);
    }

    int count() {
        return count;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    Object next() {
        if (same == null) {
            return kryo.readClassAndObject(input);
        }
        return kryo.readObject(input, same.getType(), same.getSerializer());
    }
}
