// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import java.awt.Color;
import java.awt.Point;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.SimpleDateFormat;
import java.time.*;
import java.time.chrono.HijrahDate;
import java.time.chrono.IsoChronology;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.rowset.serial.SerialBlob;

/** Single values of the JDK. */
final class ValueCases {

    private ValueCases() {}

    static void addTo(Cases cases) throws Exception {
        scalars(cases);
        arrays(cases);
        times(cases);
        named(cases);
        mutable(cases);
        exceptions(cases);
    }

    private static void scalars(Cases cases) {
        cases.same("String", "text");
        cases.same("String, empty", "");
        cases.same("String beyond Latin", "M\u00fcller \u6f22 \ud83d\ude00");
        cases.same("String with a lone surrogate", "a\ud83d");
        cases.same("String of 100,000", "x".repeat(100_000));
        cases.same("Integer", Integer.MIN_VALUE);
        cases.same("Long", Long.MIN_VALUE);
        cases.same("Short", (short) -3);
        cases.same("Byte", (byte) -4);
        cases.same("Character", '\u6f22');
        cases.same("Boolean", true);
        cases.same("Float NaN", Float.NaN);
        cases.same("Double -0", -0.0);
        cases.same("BigInteger", new BigInteger("-123456789012345678901234567890"));
        cases.same("BigDecimal with scale", new BigDecimal("1.00"));
        cases.same("BigDecimal, small", new BigDecimal("1e-400"));
        cases.same("MathContext", new MathContext(7, RoundingMode.FLOOR));
        cases.same("UUID", new UUID(1, -2));
        cases.singleton("enum of the JDK", TimeUnit.DAYS);
        cases.singleton("ChronoUnit", ChronoUnit.WEEKS);
        cases.same("Optional", Optional.of("a"));
        cases.singleton("Optional.empty", Optional.empty());
        cases.same("OptionalInt", OptionalInt.of(1));
        cases.singleton("OptionalLong.empty", OptionalLong.empty());
        cases.same("OptionalDouble", OptionalDouble.of(0.1));
    }

    private static void arrays(Cases cases) {
        cases.structure("byte[]", new byte[] {1, -1});
        cases.structure("byte[0]", new byte[0]);
        cases.structure("short[]", new short[] {1, Short.MIN_VALUE});
        cases.structure("int[]", new int[] {1, Integer.MIN_VALUE});
        cases.structure("long[]", new long[] {1, Long.MIN_VALUE});
        cases.structure("float[]", new float[] {1.5f});
        cases.structure("double[]", new double[] {0.1});
        cases.structure("char[]", new char[] {'a', '\ud83d'});
        cases.structure("boolean[]", new boolean[] {true, false});
        cases.structure("String[] with null", new String[] {"a", null});
        cases.structure("Object[] of many", new Object[] {1, "a", null, new int[] {1}, new UUID(3, 4)});
        cases.structure("int[][]", new int[][] {{1}, {}, null});
        cases.structure("Long[][][]", new Long[][][] {{{1L}, null}});
        cases.structure("Number[]", new Number[] {1, 2.5, BigInteger.TEN});
        cases.structure("List[]", new List<?>[] {List.of(1), new ArrayList<>()});
        cases.structure("TimeUnit[]", TimeUnit.values());
        Object[] self = new Object[1];
        self[0] = self;
        cases.structure("Object[] that holds itself", self);
    }

    private static void times(Cases cases) {
        Timestamp timestamp = new Timestamp(1_700_000_000_123L);
        timestamp.setNanos(123_456_789);
        Timestamp early = new Timestamp(-1);
        early.setNanos(999_999_999);
        cases.same("java.sql.Timestamp with nanoseconds", timestamp);
        cases.same("java.sql.Timestamp before 1970", early);
        cases.same("java.sql.Date", new java.sql.Date(5));
        cases.same("java.sql.Time", new java.sql.Time(5));
        cases.same("java.util.Date", new Date(5));
        cases.same("GregorianCalendar", new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"), Locale.JAPAN));
        cases.same("TimeZone", TimeZone.getTimeZone("Europe/Paris"));
        cases.same("SimpleTimeZone", new SimpleTimeZone(1000, "mine"));
        cases.same(
                "SimpleTimeZone with rules",
                new SimpleTimeZone(
                        3_600_000, "X", Calendar.MARCH, -1, 1, 7_200_000, Calendar.OCTOBER, -1, 1, 3_600_000));
        cases.same("Instant", Instant.ofEpochSecond(1, 123_456_789));
        cases.same("LocalDate", LocalDate.of(2024, 2, 29));
        cases.same("LocalTime", LocalTime.of(23, 59, 59, 1));
        cases.same("LocalDateTime", LocalDateTime.of(2024, 2, 29, 1, 2));
        cases.same("OffsetDateTime", OffsetDateTime.of(2024, 2, 29, 0, 0, 0, 1, ZoneOffset.ofHours(2)));
        cases.same("OffsetTime", OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHoursMinutes(5, 45)));
        cases.same("ZonedDateTime", ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Paris")));
        cases.same("ZoneId", ZoneId.of("Europe/Paris"));
        cases.same("ZoneOffset", ZoneOffset.ofHours(-3));
        cases.singleton("ZoneOffset.UTC", ZoneOffset.UTC);
        cases.same("Duration", Duration.ofNanos(-5));
        cases.same("Period", Period.of(1, 2, 3));
        cases.same("Year", Year.of(2024));
        cases.same("YearMonth", YearMonth.of(2024, 2));
        cases.same("MonthDay", MonthDay.of(2, 29));
        cases.singleton("DayOfWeek", DayOfWeek.MONDAY);
        cases.same("JapaneseDate", JapaneseDate.of(2024, 2, 29));
        cases.same("ThaiBuddhistDate", ThaiBuddhistDate.of(2567, 2, 28));
        cases.same("MinguoDate", MinguoDate.of(113, 2, 28));
        cases.same("HijrahDate", HijrahDate.of(1445, 2, 28));
        cases.singleton("IsoChronology", IsoChronology.INSTANCE);
        cases.same("Clock.systemUTC", Clock.systemUTC());
        cases.same("Clock.fixed", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        cases.same("ValueRange", ValueRange.of(1, 5));
        cases.singleton("WeekFields", WeekFields.ISO);
    }

    @SuppressWarnings("deprecation")
    private static void named(Cases cases) throws Exception {
        cases.same("Locale", Locale.GERMANY);
        cases.same("Locale with script and extensions", Locale.forLanguageTag("zh-Hant-TW-u-co-stroke"));
        cases.same("Locale that no language tag says", new Locale("no", "NO", "NY"));
        cases.same("Locale.ROOT", Locale.ROOT);
        cases.singleton("Currency", Currency.getInstance("EUR"));
        cases.same("URI", URI.create("http://user@Example.com:80/a%2fb?q=%c3#f"));
        cases.same("URI, opaque", URI.create("mailto:a@example.com"));
        cases.same("URL", new URL("http://127.0.0.1/a?b#c"));
        cases.same("File", new File("a/b"));
        cases.same("Path", Path.of("a", "b"));
        cases.same("InetAddress", InetAddress.getByAddress("h", new byte[] {127, 0, 0, 1}));
        cases.same("Inet6Address", InetAddress.getByAddress(new byte[16]));
        cases.same("InetSocketAddress", InetSocketAddress.createUnresolved("h", 80));
        cases.singleton("Charset", StandardCharsets.UTF_16);
        cases.structure("Pattern", Pattern.compile("a+", Pattern.CASE_INSENSITIVE | Pattern.COMMENTS));
        cases.singleton("Class", String.class);
        cases.singleton("Class of a primitive", int.class);
        cases.singleton("Class of an array", int[][].class);
        cases.same("Color", new Color(1, 2, 3, 4));
        cases.same("java.awt.Point", new Point(1, 2));
        cases.same("DecimalFormatSymbols", DecimalFormatSymbols.getInstance(Locale.FRANCE));
        cases.same("DecimalFormat", new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.US)));
        cases.same("SimpleDateFormat", new SimpleDateFormat("yyyy-MM-dd", Locale.US));
        cases.same("StackTraceElement", new StackTraceElement("a.B", "m", "B.java", 7));
        cases.same("SerialBlob", new SerialBlob(new byte[] {1, 2}));
    }

    private static void mutable(Cases cases) {
        cases.structure("StringBuilder", new StringBuilder("sb"));
        cases.structure("StringBuffer", new StringBuffer("sb"));
        cases.structure("AtomicInteger", new AtomicInteger(-3));
        cases.structure("AtomicLong", new AtomicLong(1L << 40));
        cases.structure("AtomicBoolean", new AtomicBoolean(true));
        cases.structure("AtomicReference", new AtomicReference<>("r"));
        AtomicReference<Object> self = new AtomicReference<>();
        self.set(self);
        cases.structure("AtomicReference to itself", self);
        cases.structure("AtomicIntegerArray", new AtomicIntegerArray(new int[] {1, 2}));
        cases.structure("AtomicLongArray", new AtomicLongArray(new long[] {1, 2}));
        cases.structure("AtomicReferenceArray", new AtomicReferenceArray<>(new String[] {"a", null}));
        LongAdder adder = new LongAdder();
        adder.add(5);
        cases.structure("LongAdder", adder);
        DoubleAdder doubles = new DoubleAdder();
        doubles.add(0.5);
        cases.structure("DoubleAdder", doubles);
        cases.same("BitSet", BitSet.valueOf(new long[] {5, 1L << 63}));
        cases.structure("Random", new Random(5));
        cases.structure("ReentrantLock", new ReentrantLock());
        cases.refused("LongSummaryStatistics", new LongSummaryStatistics(), "JDK class that is not `Serializable`");
        cases.refused("Object", new Object(), "it has nothing but its identity");
        cases.refused("Thread", new Thread(), "belongs to its JVM");
        cases.refused("InputStream", new java.io.ByteArrayInputStream(new byte[1]), "belongs to its JVM");
        cases.refused("WeakReference", new java.lang.ref.WeakReference<>("a"), "belongs to its JVM");
    }

    private static void exceptions(Cases cases) {
        Exception exception = new IllegalStateException("outer", new IOException("inner"));
        exception.addSuppressed(new RuntimeException("suppressed"));
        cases.structure("exception with cause and suppressed", exception);
        cases.structure("Error", new StackOverflowError("e"));
        cases.structure("java.sql.SQLException", new java.sql.SQLException("m", "42000", 7));
        cases.structure("StackTraceElement[]", exception.getStackTrace());
    }
}
