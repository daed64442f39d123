// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.stream.ObjectStreams;
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

    static final Codec<Pattern> PATTERN = new Codec<>(
            (kryo, output, pattern) -> {
                output.writeString(pattern.pattern());
                output.writeVarInt(pattern.flags(), true);
            },
            (kryo, input) -> Pattern.compile(input.readString(), input.readVarInt(true)));

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

    static final Codec<Locale> LOCALE = new Codec<>(ValueCodecs::writeLocale, ValueCodecs::readLocale);

    private ValueCodecs() {}

    /** A language tag cannot say everything that a locale may hold; a marker byte tells what follows. */
    private static void writeLocale(Kryo kryo, Output output, Locale locale) throws Exception {
        String tag = locale.toLanguageTag();
        boolean faithful = Locale.forLanguageTag(tag).equals(locale);
        output.writeBoolean(faithful);
        if (faithful) {
            output.writeString(tag);
        } else {
            byte[] bytes = ObjectStreams.write(locale);
            output.writeVarInt(bytes.length, true);
            output.writeBytes(bytes);
        }
    }

    private static Locale readLocale(Kryo kryo, BoundedInput input) throws Exception {
        if (input.readBoolean()) {
            return Locale.forLanguageTag(Objects.requireNonNull(input.readString(), "language tag"));
        }
        byte[] bytes = input.readBytes(input.readLength());
        Object locale =
                ObjectStreams.read(bytes, 0, bytes.length, ClassLoader.getPlatformClassLoader(), ClassPolicy.open());
        return (Locale) Objects.requireNonNull(locale, "locale");
    }
}
