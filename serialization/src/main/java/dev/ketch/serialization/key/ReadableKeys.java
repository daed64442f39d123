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

    private ReadableKeys() {}

    /** Returns the tagged text of a key, or null if its type has none or it is long. */
    static @Nullable String print(Object key) {
        if (key instanceof Integer) {
            return "~i" + key;
        }
        if (key instanceof Long) {
            return "~l" + key;
        }
        if (key instanceof UUID) {
            return "~u" + key;
        }
        if (key instanceof Enum) {
            return printEnum((Enum<?>) key);
        }
        if (key instanceof Boolean b) {
            return b ? "~zt" : "~zf";
        }
        if (key instanceof Short) {
            return "~s" + key;
        }
        if (key instanceof Byte) {
            return "~y" + key;
        }
        if (key instanceof Character) {
            return escape("~c", String.valueOf(key), (char) 0);
        }
        if (key instanceof Float f) {
            return "~f" + Integer.toHexString(Float.floatToIntBits(f));
        }
        if (key instanceof Double d) {
            return "~d" + Long.toHexString(Double.doubleToLongBits(d));
        }
        if (key.getClass() == BigInteger.class && ((BigInteger) key).bitLength() <= MAX_BIG_INTEGER_BITS) {
            return "~I" + key;
        }
        return null;
    }

    private static @Nullable String printEnum(Enum<?> key) {
        String type = escape("~e", key.getDeclaringClass().getName(), ':');
        return type == null ? null : escape(type + ':', key.name(), (char) 0);
    }

    private static @Nullable String escape(String before, String text, char everywhere) {
        byte[] buffer = new byte[MAX_ENUM];
        int end = WireText.put(text, (char) 0, everywhere, buffer, 0, buffer.length);
        return end < 0 ? null : before + new String(buffer, 0, end, java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Tells whether {@link #parse} rebuilds a key from this text: an enum's class would have to be found first. */
    static boolean rebuildable(String text) {
        return text.charAt(1) != 'e';
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
