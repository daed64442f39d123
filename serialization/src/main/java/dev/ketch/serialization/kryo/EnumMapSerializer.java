// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.EnumMap;
import java.util.Map;

/**
 * Maps of enum constants. Only a key tells of which enum they are, so an empty map is left to Java serialization, which
 * may look inside.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
final class EnumMapSerializer extends Serializer<EnumMap> {

    private final Serializer<Object> java;

    EnumMapSerializer(Serializer<Object> java) {
        this.java = java;
    }

    @Override
    public void write(Kryo kryo, Output output, EnumMap map) {
        output.writeVarInt(map.size(), true);
        if (map.isEmpty()) {
            java.write(kryo, output, map);
            return;
        }
        Map<Enum, Object> entries = map;
        kryo.writeClass(output, entries.keySet().iterator().next().getDeclaringClass());
        entries.forEach((key, value) -> {
            output.writeString(key.name());
            kryo.writeClassAndObject(output, value);
        });
    }

    @Override
    public EnumMap read(Kryo kryo, Input input, Class<? extends EnumMap> type) {
        int count = ((BoundedInput) input).readLength();
        if (count == 0) {
            return (EnumMap) java.read(kryo, input, Object.class);
        }
        Registration keys = kryo.readClass(input);
        if (keys == null || !keys.getType().isEnum()) {
            throw new KryoException("an EnumMap of no enum");
        }
        EnumMap map = new EnumMap(keys.getType());
        kryo.reference(map);
        for (int i = 0; i < count; i++) {
            map.put(Enum.valueOf(keys.getType(), String.valueOf(input.readString())), kryo.readClassAndObject(input));
        }
        return map;
    }
}
