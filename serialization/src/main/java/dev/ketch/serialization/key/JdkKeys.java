// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import dev.ketch.serialization.SerializationException;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Values of the JDK that have a canonical text or number. */
final class JdkKeys {

    private JdkKeys() {}

    /** Writes the value and returns true, if it is one of these. */
    static boolean encode(KeyEncoder encoder, Object value, KeyWriter out, int depth) {
        Class<?> type = value.getClass();
        if (type.getClassLoader() != null && type.getClassLoader() != ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        return encodeTime(value, type.getName(), out)
                || encodeOptional(encoder, value, out, depth)
                || encodeNamed(value, out)
                || encodeStructured(encoder, value, out, depth);
    }

    private static boolean encodeTime(Object value, String name, KeyWriter out) {
        if (value instanceof ZoneId zoneId) {
            text(out, "java.time.ZoneId", zoneId.getId());
        } else if (name.startsWith("java.time.") && name.indexOf('.', 10) < 0 && name.indexOf('$') < 0) {
            // The values of java.time print everything they hold; this is part of their specification.
            text(out, name, value.toString());
        } else if (name.equals("java.util.Date") || name.equals("java.sql.Date") || name.equals("java.sql.Time")) {
            // Equal to one another if their instants are.
            out.writeByte('t');
            out.writeLong(((Date) value).getTime());
        } else if (name.equals("java.sql.Timestamp")) {
            // Not equal to a Date of the same instant, whatever that Date says.
            out.writeByte('p');
            out.writeLong(((Date) value).getTime());
            out.writeInt(SqlModule.nanos(value));
        } else {
            return false;
        }
        return true;
    }

    private static boolean encodeOptional(KeyEncoder encoder, Object value, KeyWriter out, int depth) {
        Object content;
        char kind;
        if (value instanceof Optional) {
            kind = 'o';
            content = ((Optional<?>) value).orElse(null);
        } else if (value instanceof OptionalInt optionalInt) {
            kind = 'i';
            content = optionalInt.isPresent() ? optionalInt.getAsInt() : null;
        } else if (value instanceof OptionalLong optionalLong) {
            kind = 'l';
            content = optionalLong.isPresent() ? optionalLong.getAsLong() : null;
        } else if (value instanceof OptionalDouble optionalDouble) {
            kind = 'd';
            content = optionalDouble.isPresent() ? optionalDouble.getAsDouble() : null;
        } else {
            return false;
        }
        out.writeByte('O');
        out.writeByte(kind);
        encoder.encode(content, out, depth + 1);
        return true;
    }

    private static boolean encodeNamed(Object value, KeyWriter out) {
        if (value instanceof Class) {
            text(out, "java.lang.Class", ((Class<?>) value).getName());
        } else if (value instanceof URI uri) {
            text(out, "java.net.URI", UriText.canonical(uri));
        } else if (value instanceof URL url) {
            text(out, "java.net.URL", url.toExternalForm());
        } else if (value instanceof Currency currency) {
            text(out, "java.util.Currency", currency.getCurrencyCode());
        } else if (value instanceof Charset charset) {
            text(out, "java.nio.charset.Charset", charset.name());
        } else if (value instanceof File file) {
            text(out, "java.io.File", file.getPath());
        } else if (value instanceof Path path) {
            if (path.getFileSystem() != FileSystems.getDefault()) {
                throw new SerializationException("a path of another file system [" + path
                        + "] cannot be a key or part of one, it does not say which one: use its URI");
            }
            text(out, "java.nio.file.Path", path.toString());
        } else if (value instanceof TimeZone timeZone && value.getClass() != SimpleTimeZone.class) {
            // The rules of the others belong to their names; those of a SimpleTimeZone are its own.
            text(out, "java.util.TimeZone", timeZone.getID() + ' ' + timeZone.getRawOffset());
        } else {
            return false;
        }
        return true;
    }

    private static boolean encodeStructured(KeyEncoder encoder, Object value, KeyWriter out, int depth) {
        if (value instanceof Locale locale) {
            encodeLocale(locale, out);
        } else if (value instanceof Pattern pattern) {
            text(out, "java.util.regex.Pattern", pattern.pattern());
            out.writeInt(pattern.flags());
        } else if (value instanceof BitSet bitSet) {
            out.writeByte('B');
            encoder.encode(bitSet.toLongArray(), out, depth + 1);
        } else if (value.getClass() == GregorianCalendar.class) {
            GregorianCalendar calendar = (GregorianCalendar) value;
            out.writeByte('G');
            out.writeLong(calendar.getTimeInMillis());
            out.writeLong(calendar.getGregorianChange().getTime());
            out.writeByte(calendar.isLenient() ? 1 : 0);
            out.writeByte(calendar.getFirstDayOfWeek());
            out.writeByte(calendar.getMinimalDaysInFirstWeek());
            encoder.encode(calendar.getTimeZone(), out, depth + 1);
        } else {
            return false;
        }
        return true;
    }

    /** By its parts: language tags have one spelling for locales that are not equal. */
    private static void encodeLocale(Locale locale, KeyWriter out) {
        out.writeByte('X');
        out.writeText(locale.getLanguage());
        out.writeText(locale.getScript());
        out.writeText(locale.getCountry());
        out.writeText(locale.getVariant());
        TreeSet<Character> extensions = new TreeSet<>(locale.getExtensionKeys());
        out.writeInt(extensions.size());
        for (Character extension : extensions) {
            out.writeShort(extension);
            out.writeText(locale.getExtension(extension));
        }
    }

    private static void text(KeyWriter out, String type, String text) {
        out.writeByte('V');
        out.writeText(type);
        out.writeText(text);
    }

    /** Apart, so that nothing of java.sql is linked where a runtime image has none. */
    private static final class SqlModule {

        static int nanos(Object timestamp) {
            return ((java.sql.Timestamp) timestamp).getNanos();
        }
    }
}
