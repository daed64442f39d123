// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;

/** Primitive fields, without boxing where they are written. */
final class Primitives {

    private Primitives() {}

    static void write(Output output, Field field, Object owner) throws IllegalAccessException {
        Class<?> type = field.getType();
        if (type == int.class) {
            output.writeVarInt(field.getInt(owner), false);
        } else if (type == long.class) {
            output.writeVarLong(field.getLong(owner), false);
        } else if (type == boolean.class) {
            output.writeBoolean(field.getBoolean(owner));
        } else if (type == double.class) {
            output.writeDouble(field.getDouble(owner));
        } else if (type == float.class) {
            output.writeFloat(field.getFloat(owner));
        } else if (type == short.class) {
            output.writeShort(field.getShort(owner));
        } else if (type == byte.class) {
            output.writeByte(field.getByte(owner));
        } else {
            output.writeChar(field.getChar(owner));
        }
    }

    static Object read(Input input, Class<?> type) {
        if (type == int.class) {
            return input.readVarInt(false);
        } else if (type == long.class) {
            return input.readVarLong(false);
        } else if (type == boolean.class) {
            return input.readBoolean();
        } else if (type == double.class) {
            return input.readDouble();
        } else if (type == float.class) {
            return input.readFloat();
        } else if (type == short.class) {
            return input.readShort();
        } else if (type == byte.class) {
            return input.readByte();
        } else {
            return input.readChar();
        }
    }
}
