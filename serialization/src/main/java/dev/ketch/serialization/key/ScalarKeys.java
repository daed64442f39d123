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
        if (value instanceof Integer i) {
            encode(i.intValue(), out);
        } else if (value instanceof Long l) {
            encode(l.longValue(), out);
        } else if (value instanceof Enum) {
            out.writeByte('e');
            out.writeText(((Enum<?>) value).getDeclaringClass().getName());
            out.writeText(((Enum<?>) value).name());
        } else if (value instanceof UUID uUID) {
            out.writeByte('u');
            out.writeLong(uUID.getMostSignificantBits());
            out.writeLong(uUID.getLeastSignificantBits());
        } else {
            return encodeSmall(value, out) || encodeBig(value, out);
        }
        return true;
    }

    static void encode(int value, KeyWriter out) {
        out.writeByte('i');
        out.writeInt(value);
    }

    static void encode(long value, KeyWriter out) {
        out.writeByte('l');
        out.writeLong(value);
    }

    private static boolean encodeSmall(Object value, KeyWriter out) {
        if (value instanceof Boolean b) {
            out.writeByte('z');
            out.writeByte(b ? 1 : 0);
        } else if (value instanceof Byte b) {
            out.writeByte('y');
            out.writeByte(b);
        } else if (value instanceof Short s) {
            out.writeByte('s');
            out.writeShort(s);
        } else if (value instanceof Character c) {
            out.writeByte('c');
            out.writeShort(c);
        } else if (value instanceof Float f) {
            // As equals does: one NaN, and two zeros.
            out.writeByte('f');
            out.writeInt(Float.floatToIntBits(f));
        } else if (value instanceof Double d) {
            out.writeByte('d');
            out.writeLong(Double.doubleToLongBits(d));
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
