// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Maps, filled entry by entry, and then turned into their final form if that is another. */
final class MapsSerializer extends Serializer<Map<Object, Object>> {

    private final IntFunction<? extends Map<?, ?>> maker;
    private final @Nullable Function<Map<Object, Object>, ? extends Map<?, ?>> finisher;

    private MapsSerializer(
            IntFunction<? extends Map<?, ?>> maker,
            @Nullable Function<Map<Object, Object>, ? extends Map<?, ?>> finisher) {
        this.maker = maker;
        this.finisher = finisher;
    }

    static MapsSerializer mutable(IntFunction<? extends Map<?, ?>> maker) {
        return new MapsSerializer(maker, null);
    }

    static MapsSerializer fixed(Function<Map<Object, Object>, ? extends Map<?, ?>> finisher) {
        return new MapsSerializer(LinkedHashMap::new, finisher);
    }

    @Override
    public void write(Kryo kryo, Output output, Map<Object, Object> map) {
        // Concurrent maps may change between counting and writing.
        Map<Object, Object> entries =
                map.getClass().getName().startsWith("java.util.concurrent.") ? new LinkedHashMap<>(map) : map;
        int left = entries.size();
        KetchKryo.checkLength(kryo, left);
        output.writeVarInt(left, true);
        for (Map.Entry<Object, Object> entry : entries.entrySet()) {
            left--;
            writePart(kryo, output, entry.getKey(), "map key");
            writePart(kryo, output, entry.getValue(), "map value");
        }
        if (left != 0) {
            throw new KryoException("a map was changed while it was written");
        }
    }

    static void writePart(Kryo kryo, Output output, @Nullable Object part, String role) {
        try {
            kryo.writeClassAndObject(output, part);
        } catch (KryoException e) {
            e.addTrace(role);
            throw e;
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<Object, Object> read(Kryo kryo, Input input, Class<? extends Map<Object, Object>> type) {
        int count = ((BoundedInput) input).readLength();
        Map<Object, Object> map = (Map<Object, Object>) maker.apply(count);
        if (finisher == null) {
            kryo.reference(map);
        }
        for (int i = 0; i < count; i++) {
            Object key = kryo.readClassAndObject(input);
            map.put(key, kryo.readClassAndObject(input));
        }
        return finisher == null ? map : (Map<Object, Object>) finisher.apply(map);
    }
}
