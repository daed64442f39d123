// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The classes of the JDK that Kryo takes, each under a fixed number. The numbers are part of the stored format: they are
 * never given to another class, and new classes go to the end of their block.
 */
final class Registrations {

    /** 0 to 8 are Kryo's own, 10 to 19 those of {@link Treatment}, 70 to 79 of {@link FrameworkRegistrations}. */
    private static final int SIMPLE = 20;

    private static final int COLLECTIONS = 80;
    private static final int SQL = 140;

    /** Classes that Kryo has a faithful serializer for. */
    private static final List<Class<?>> BY_KRYO = List.of(
            byte[].class,
            short[].class,
            int[].class,
            long[].class,
            float[].class,
            double[].class,
            char[].class,
            boolean[].class,
            BigInteger.class,
            BigDecimal.class,
            Currency.class,
            BitSet.class,
            URL.class,
            EnumSet.class,
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Duration.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            ZoneOffset.class,
            ZoneId.of("Europe/Paris").getClass(),
            Year.class,
            YearMonth.class,
            MonthDay.class,
            Period.class);

    /** Public abstract classes that stand for implementations nobody should name. */
    private static final List<Class<?>> FAMILIES = List.of(EnumSet.class, Charset.class, Path.class);

    private Registrations() {}

    static Class<?> familyOf(Class<?> type) {
        for (Class<?> family : FAMILIES) {
            if (family.isAssignableFrom(type)) {
                return family;
            }
        }
        return type;
    }

    static void addTo(Kryo kryo, SpecialForms forms) {
        for (Treatment treatment : Treatment.values()) {
            if (!treatment.namesClass()) {
                kryo.register(
                        new Registration(forms.markerOf(treatment), forms.serializerOf(treatment), treatment.id()));
            }
        }
        int id = SIMPLE;
        for (Class<?> type : BY_KRYO) {
            if (type.isArray()) {
                add(kryo, type, id++, new LimitedArray(serializerOfArray(kryo, type)));
            } else {
                kryo.register(type, id++);
            }
        }
        add(kryo, Date.class, id++, ValueCodecs.DATE);
        add(kryo, UUID.class, id++, ValueCodecs.UUID);
        add(kryo, Class.class, id++, forms.classes());
        add(kryo, Locale.class, id++, ValueCodecs.locale(forms.java()));
        add(kryo, URI.class, id++, Codec.text(URI::toString, URI::create));
        add(kryo, Charset.class, id++, Codec.text(Charset::name, Charset::forName));
        add(kryo, Path.class, id++, ValueCodecs.PATH);
        add(kryo, Pattern.class, id++, ValueCodecs.pattern(forms.java()));
        add(kryo, StringBuilder.class, id++, Codec.text(StringBuilder::toString, StringBuilder::new));
        add(kryo, StringBuffer.class, id++, Codec.text(StringBuffer::toString, StringBuffer::new));
        add(kryo, AtomicBoolean.class, id++, ValueCodecs.ATOMIC_BOOLEAN);
        add(kryo, AtomicInteger.class, id++, ValueCodecs.ATOMIC_INTEGER);
        add(kryo, AtomicLong.class, id++, ValueCodecs.ATOMIC_LONG);
        add(kryo, AtomicReference.class, id++, new AtomicReferenceSerializer());
        CollectionRegistrations.addTo(kryo, COLLECTIONS, forms.java());
        SqlRegistrations.addTo(kryo, SQL);
    }

    /** Kryo's own, but for one that allocates for any length that it reads. */
    private static Serializer<?> serializerOfArray(Kryo kryo, Class<?> type) {
        return type == boolean[].class ? new BooleanArraySerializer() : kryo.getDefaultSerializer(type);
    }

    static void add(Kryo kryo, Class<?> type, int id, Serializer<?> serializer) {
        kryo.register(type, serializer, id);
    }
}
