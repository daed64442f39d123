// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Single values of the JDK that Kryo has no serializer for, or not a faithful one. Stateless. */
final class ValueCodecs {

    static final Codec<Date> DATE = new Codec<>(
            (kryo, output, date) -> output.writeLong(date.getTime()), (kryo, input) -> new Date(input.readLong()));

    static final Codec<java.util.UUID> UUID = new Codec<>(
            (kryo, output, uuid) -> {
                output.writeLong(uuid.getMostSignificantBits());
                output.writeLong(uuid.getLeastSignificantBits());
            },
            (kryo, input) -> new java.util.UUID(input.readLong(), input.readLong()));

    static final Codec<AtomicBoolean> ATOMIC_BOOLEAN = new Codec<>(
            (kryo, output, value) -> output.writeBoolean(value.get()),
            (kryo, input) -> new AtomicBoolean(input.readBoolean()));

    static final Codec<AtomicInteger> ATOMIC_INTEGER = new Codec<>(
            (kryo, output, value) -> output.writeVarInt(value.get(), false),
            (kryo, input) -> new AtomicInteger(input.readVarInt(false)));

    static final Codec<AtomicLong> ATOMIC_LONG = new Codec<>(
            (kryo, output, value) -> output.writeVarLong(value.get(), false),
            (kryo, input) -> new AtomicLong(input.readVarLong(false)));

    static final Codec<Path> PATH = new Codec<>(
            (kryo, output, path) -> {
                if (path.getFileSystem() != FileSystems.getDefault()) {
                    throw new UnsupportedTypeException(
                            path.getClass().getName(), "it is a path of another file system: cache its URI", null);
                }
                output.writeString(path.toString());
            },
            (kryo, input) -> Path.of(Objects.requireNonNull(input.readString(), "path")));

    private ValueCodecs() {}

    /**
     * Text and flags; with {@link Pattern#CANON_EQ} no text and a Java stream. To compile such a pattern takes longer the
     * more combining characters it has, beyond all bounds, and a stream's pattern is not compiled before it is used.
     *
     * @param java the serializer of Java streams
     */
    static Codec<Pattern> pattern(Serializer<Object> java) {
        return new Codec<>(
                (kryo, output, pattern) -> {
                    boolean plain = (pattern.flags() & Pattern.CANON_EQ) == 0;
                    output.writeString(plain ? pattern.pattern() : null);
                    if (plain) {
                        output.writeVarInt(pattern.flags(), true);
                    } else {
                        java.write(kryo, output, pattern);
                    }
                },
                (kryo, input) -> {
                    String text = input.readString();
                    if (text == null) {
                        return (Pattern) java.read(kryo, input, Pattern.class);
                    }
                    int flags = input.readVarInt(true);
                    if ((flags & Pattern.CANON_EQ) != 0) {
                        throw new KryoException("a pattern of canonical equivalence, which is never written so");
                    }
                    return Pattern.compile(text, flags);
                });
    }

    /** @param java the serializer of Java streams */
    static Codec<Locale> locale(Serializer<Object> java) {
        return new Codec<>(
                (kryo, output, locale) -> writeLocale(kryo, output, locale, java),
                (kryo, input) -> input.readBoolean()
                        ? Locale.forLanguageTag(Objects.requireNonNull(input.readString(), "language tag"))
                        : (Locale) java.read(kryo, input, Locale.class));
    }

    /** A language tag cannot say everything that a locale may hold; a marker byte tells what follows. */
    private static void writeLocale(Kryo kryo, Output output, Locale locale, Serializer<Object> java) {
        String tag = locale.toLanguageTag();
        boolean faithful = Locale.forLanguageTag(tag).equals(locale);
        output.writeBoolean(faithful);
        if (faithful) {
            output.writeString(tag);
        } else {
            java.write(kryo, output, locale);
        }
    }
}
