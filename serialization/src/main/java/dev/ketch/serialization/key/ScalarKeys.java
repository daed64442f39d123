// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

/** Boxed primitives, big numbers, UUIDs and enums. */
final class ScalarKeys {

    private ScalarKeys() {}

    /** Writes the value and returns true, if it is one of these. */
    static boolean encode(Object value, KeyWriter out) {
        if (value instanceof Integer) {
            out.writeByte('i');
            out.writeInt((Integer) value);
        } else if (value instanceof Long) {
            out.writeByte('l');
            out.writeLong((Long) value);
        } else if (value instanceof Enum) {
            out.writeByte('e');
            out.writeText(((Enum<?>) value).getDeclaringClass().getName());
            out.writeText(((Enum<?>) value).name());
        } else if (value instanceof UUID) {
            out.writeByte('u');
            out.writeLong(((UUID) value).getMostSignificantBits());
            out.writeLong(((UUID) value).getLeastSignificantBits());
        } else {
            return encodeSmall(value, out) || encodeBig(value, out);
        }
        return true;
    }

    private static boolean encodeSmall(Object value, KeyWriter out) {
        if (value instanceof Boolean) {
            out.writeByte('z');
            out.writeByte((Boolean) value ? 1 : 0);
        } else if (value instanceof Byte) {
            out.writeByte('y');
            out.writeByte((Byte) value);
        } else if (value instanceof Short) {
            out.writeByte('s');
            out.writeShort((Short) value);
        } else if (value instanceof Character) {
            out.writeByte('c');
            out.writeShort((Character) value);
        } else if (value instanceof Float) {
            // As equals does: one NaN, and two zeros.
            out.writeByte('f');
            out.writeInt(Float.floatToIntBits((Float) value));
        } else if (value instanceof Double) {
            out.writeByte('d');
            out.writeLong(Double.doubleToLongBits((Double) value));
        } else {
            return false;
        }
        return true;
    }

    private static boolean encodeBig(Object value, KeyWriter out) {
        if (value.getClass() == BigInteger.class) {
            out.writeByte('I');
            byte[] bytes = ((BigInteger) value).toByteArray();
            out.writeInt(bytes.length);
            out.writeBytes(bytes);
        } else if (value.getClass() == BigDecimal.class) {
            out.writeByte('D');
            out.writeInt(((BigDecimal) value).scale());
            byte[] bytes = ((BigDecimal) value).unscaledValue().toByteArray();
            out.writeInt(bytes.length);
            out.writeBytes(bytes);
        } else {
            return false;
        }
        return true;
    }
}
