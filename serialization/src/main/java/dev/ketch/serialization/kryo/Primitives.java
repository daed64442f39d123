// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of primitive types, without boxing. */
final class Primitives {

    private static final Map<Class<?>, Kind> KINDS = new HashMap<>();

    static {
        for (Kind kind : Kind.values()) {
            KINDS.put(kind.type, kind);
        }
    }

    private Primitives() {}

    static @Nullable Kind kindOf(Class<?> type) {
        return KINDS.get(type);
    }

    enum Kind {
        BOOLEAN(boolean.class),
        BYTE(byte.class),
        SHORT(short.class),
        CHAR(char.class),
        INT(int.class),
        LONG(long.class),
        FLOAT(float.class),
        DOUBLE(double.class);

        private final Class<?> type;

        Kind(Class<?> type) {
            this.type = type;
        }

        void write(Output output, Field field, Object owner) throws IllegalAccessException {
            switch (this) {
                case BOOLEAN -> output.writeBoolean(field.getBoolean(owner));
                case BYTE -> output.writeByte(field.getByte(owner));
                case SHORT -> output.writeShort(field.getShort(owner));
                case CHAR -> output.writeChar(field.getChar(owner));
                case INT -> output.writeVarInt(field.getInt(owner), false);
                case LONG -> output.writeVarLong(field.getLong(owner), false);
                case FLOAT -> output.writeFloat(field.getFloat(owner));
                case DOUBLE -> output.writeDouble(field.getDouble(owner));
            }
        }

        void readInto(Input input, Field field, Object owner) throws IllegalAccessException {
            switch (this) {
                case BOOLEAN -> field.setBoolean(owner, input.readBoolean());
                case BYTE -> field.setByte(owner, input.readByte());
                case SHORT -> field.setShort(owner, input.readShort());
                case CHAR -> field.setChar(owner, input.readChar());
                case INT -> field.setInt(owner, input.readVarInt(false));
                case LONG -> field.setLong(owner, input.readVarLong(false));
                case FLOAT -> field.setFloat(owner, input.readFloat());
                case DOUBLE -> field.setDouble(owner, input.readDouble());
            }
        }

        Object read(Input input) {
            return switch (this) {
                case BOOLEAN -> (Object) input.readBoolean();
                case BYTE -> input.readByte();
                case SHORT -> input.readShort();
                case CHAR -> input.readChar();
                case INT -> input.readVarInt(false);
                case LONG -> input.readVarLong(false);
                case FLOAT -> input.readFloat();
                case DOUBLE -> input.readDouble();
            };
        }
    }
}
