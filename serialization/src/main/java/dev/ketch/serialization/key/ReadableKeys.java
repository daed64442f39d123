// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.math.BigInteger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tagged key parts that a person can read. Letters are never given a second meaning; {@code g} and {@code h} belong to
 * {@link WireKeys}. Decimals are written by their bits, since their text differs between versions of Java.
 */
final class ReadableKeys {

    private static final int MAX_BIG_INTEGER_BITS = 200;
    private static final int MAX_ENUM = 150;
    private static final char NOTHING = 0;

    private ReadableKeys() {}

    /**
     * Puts the tagged text of a key.
     *
     * @return the position after it, or -1 if its type has none or it does not fit before the limit
     */
    static int put(Object key, byte[] out, int position, int limit) {
        if (limit - position < 2) {
            return -1;
        }
        if (key instanceof Integer i) {
            return Digits.putDecimal(i, tag('i', out, position), out, limit);
        }
        if (key instanceof Long l) {
            return Digits.putDecimal(l, tag('l', out, position), out, limit);
        }
        if (key instanceof UUID uuid) {
            return Digits.putUuid(uuid, tag('u', out, position), out, limit);
        }
        if (key instanceof Enum) {
            return putEnum((Enum<?>) key, out, tag('e', out, position), limit);
        }
        if (key instanceof Short s) {
            return Digits.putDecimal(s, tag('s', out, position), out, limit);
        }
        if (key instanceof Byte b) {
            return Digits.putDecimal(b, tag('y', out, position), out, limit);
        }
        return putOther(key, out, position, limit);
    }

    private static int putOther(Object key, byte[] out, int position, int limit) {
        if (key instanceof Boolean b) {
            return WireText.put(b ? "t" : "f", NOTHING, NOTHING, out, tag('z', out, position), limit);
        }
        if (key instanceof Character c) {
            return WireText.put(String.valueOf(c), NOTHING, NOTHING, out, tag('c', out, position), limit);
        }
        if (key instanceof Float f) {
            String hex = Integer.toHexString(Float.floatToIntBits(f));
            return WireText.put(hex, NOTHING, NOTHING, out, tag('f', out, position), limit);
        }
        if (key instanceof Double d) {
            String hex = Long.toHexString(Double.doubleToLongBits(d));
            return WireText.put(hex, NOTHING, NOTHING, out, tag('d', out, position), limit);
        }
        if (key.getClass() == BigInteger.class && ((BigInteger) key).bitLength() <= MAX_BIG_INTEGER_BITS) {
            return WireText.put(key.toString(), NOTHING, NOTHING, out, tag('I', out, position), limit);
        }
        return -1;
    }

    private static int tag(char letter, byte[] out, int position) {
        out[position] = '~';
        out[position + 1] = (byte) letter;
        return position + 2;
    }

    private static int putEnum(Enum<?> key, byte[] out, int position, int limit) {
        String type = key.getDeclaringClass().getName();
        int end = WireText.put(type, NOTHING, ':', out, position, Math.min(limit, position + MAX_ENUM));
        if (end < 0 || end >= limit) {
            return -1;
        }
        out[end] = ':';
        return WireText.put(key.name(), NOTHING, NOTHING, out, end + 1, Math.min(limit, end + 1 + MAX_ENUM));
    }

    /** Tells whether {@link #parse} rebuilds a key of this type: an enum's class would have to be found first. */
    static boolean rebuildable(Object key) {
        return !(key instanceof Enum);
    }

    /** Returns the key of a tagged and unescaped text, or null if there is none. */
    static @Nullable Object parse(String text) {
        if (text.length() < 3) {
            return null;
        }
        String rest = text.substring(2);
        try {
            return switch (text.charAt(1)) {
                case 'i' -> Integer.valueOf(rest);
                case 'l' -> Long.valueOf(rest);
                case 'u' -> UUID.fromString(rest);
                case 'z' -> rest.equals("t");
                case 's' -> Short.valueOf(rest);
                case 'y' -> Byte.valueOf(rest);
                case 'c' -> rest.charAt(0);
                case 'f' -> Float.intBitsToFloat(Integer.parseUnsignedInt(rest, 16));
                case 'd' -> Double.longBitsToDouble(Long.parseUnsignedLong(rest, 16));
                case 'I' -> new BigInteger(rest);
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            // Not written by us.
            return null;
        }
    }
}
