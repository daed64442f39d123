// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/** Keys of every kind, by name. */
final class SampleKeys {

    enum Plan {
        FREE,
        PAID {
            @Override
            boolean billed() {
                return true;
            }
        };

        boolean billed() {
            return false;
        }
    }

    record Point(int x, int y) {}

    record Tagged(String name, @Nullable Object value, Plan plan) {}

    record HashHolder(int hash, long cachedHash) {}

    /** Keeps its hash, which holds the identity hash of an enum constant, as the keys of some frameworks do. */
    static class HashingKey implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Plan plan;
        private final Object[] parameters;
        private final int hashCode;

        HashingKey(Plan plan, Object... parameters) {
            this.plan = plan;
            this.parameters = parameters;
            this.hashCode = Objects.hash(plan, Arrays.hashCode(parameters));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof HashingKey hashingKey
                    && plan == hashingKey.plan
                    && Arrays.equals(parameters, hashingKey.parameters);
        }

        @Override
        public int hashCode() {
            return hashCode;
        }
    }

    static class Base implements Serializable {
        private static final long serialVersionUID = 1L;
        final String zebra = "z";
        final String ant = "a";
        final transient String skipped = "no";
    }

    static class Derived extends Base {
        private static final long serialVersionUID = 1L;
        final @Nullable Long ant;

        Derived(@Nullable Long ant) {
            this.ant = ant;
        }
    }

    class Inner implements Serializable {
        private static final long serialVersionUID = 1L;
        final int id = 7;
    }

    private final Map<String, Object> keys = new LinkedHashMap<>();

    static Map<String, Object> all() {
        SampleKeys samples = new SampleKeys();
        samples.texts();
        samples.numbers();
        samples.times();
        samples.values();
        samples.containers();
        samples.objects();
        samples.insertionOrder();
        samples.frameworks();
        return Collections.unmodifiableMap(samples.keys);
    }

    private void add(String name, Object key) {
        if (keys.put(name, key) != null) {
            throw new IllegalStateException("two samples named " + name);
        }
    }

    private void texts() {
        add("empty", "");
        add("word", "orders");
        add("colons", "a:b::c");
        add("percent", "100%");
        add("tilde", "~i1");
        add("tilde inside", "a~b");
        add("blank", " ");
        add("newline", "a\r\nb");
        add("nul", "\0");
        add("umlaut", "M\u00fcller");
        add("kanji", "\u6f22\u5b57");
        add("emoji", "\ud83d\ude00");
        add("high surrogate", "\ud83d");
        add("low surrogate", "\ude00");
        add("swapped surrogates", "\ude00\ud83d");
        add("long", "x".repeat(1000));
        add("hash sign", "#a");
    }

    private void numbers() {
        add("int 0", 0);
        add("int -1", -1);
        add("int min", Integer.MIN_VALUE);
        add("long 0", 0L);
        add("long max", Long.MAX_VALUE);
        add("short", (short) -5);
        add("byte", (byte) 100);
        add("char", 'x');
        add("char blank", ' ');
        add("char surrogate", '\ud83d');
        add("true", true);
        add("false", false);
        add("float", 1.5f);
        add("float NaN", Float.intBitsToFloat(0x7fc00001));
        add("float -0", -0.0f);
        add("double", 0.1);
        add("double 2e23", 2e23);
        add("double NaN", Double.longBitsToDouble(0x7ff8000000000001L));
        add("double 0", 0.0);
        add("double -0", -0.0);
        add("big integer", new BigInteger("123456789012345678901234567890"));
        add("big integer long", BigInteger.ONE.shiftLeft(3000));
        add("big decimal 1.0", new BigDecimal("1.0"));
        add("big decimal 1.00", new BigDecimal("1.00"));
        add("uuid", UUID.fromString("c0ffee00-1234-4abc-8def-001122334455"));
    }

    private void times() {
        add("date", new Date(1_700_000_000_123L));
        add("timestamp", timestamp());
        add("instant", Instant.ofEpochSecond(1_700_000_000L, 123_456_789));
        add("local date", LocalDate.of(2024, 2, 29));
        add("local time", LocalTime.of(23, 59, 59, 1));
        add("local date time", LocalDateTime.of(2024, 2, 29, 0, 0));
        add("offset date time", OffsetDateTime.of(2024, 2, 29, 0, 0, 0, 0, ZoneOffset.ofHours(2)));
        add("zoned", ZonedDateTime.of(2024, 2, 29, 0, 0, 0, 0, ZoneId.of("Europe/Paris")));
        add("zone", ZoneId.of("Europe/Paris"));
        add("zone offset", ZoneOffset.UTC);
        add("duration", Duration.ofMillis(1234));
        add("period", Period.of(1, 2, 3));
        add("year", Year.of(2024));
        add("year month", YearMonth.of(2024, 2));
        add("month day", MonthDay.of(2, 29));
        add("day of week", DayOfWeek.MONDAY);
        add("time zone", TimeZone.getTimeZone("UTC"));
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(1_700_000_000_123L);
        add("calendar", calendar);
    }

    private static java.sql.Timestamp timestamp() {
        java.sql.Timestamp time = new java.sql.Timestamp(1_700_000_000_123L);
        time.setNanos(123_456_789);
        return time;
    }

    private void values() {
        add("enum", Plan.FREE);
        add("enum with body", Plan.PAID);
        add("enum of the JDK", TimeUnit.SECONDS);
        add("locale", Locale.GERMANY);
        add(
                "locale nn_NO",
                new Locale.Builder().setLanguage("nn").setRegion("NO").build());
        add("locale with extension", Locale.forLanguageTag("zh-Hant-TW-u-co-stroke"));
        add("uri", URI.create("http://user@Example.com:80/a%2fb?q=%c3#f"));
        add("uri opaque", URI.create("mailto:a@example.com"));
        add("class", String.class);
        add("class primitive", int.class);
        add("currency", Currency.getInstance("EUR"));
        add("charset", StandardCharsets.UTF_8);
        add("file", new File("a/b"));
        add("path", Path.of("a/b"));
        add("bits", BitSet.valueOf(new long[] {5, 1L << 63}));
        add("pattern", java.util.regex.Pattern.compile("a+", java.util.regex.Pattern.DOTALL));
        add("optional", Optional.of("x"));
        add("optional empty", Optional.empty());
        add("optional int", OptionalInt.of(1));
        add("optional long", OptionalLong.empty());
        add("optional double", OptionalDouble.of(-0.0));
    }

    private void containers() {
        add("list", List.of("a", 1, 2L));
        add("list empty", List.of());
        add("list with null", Arrays.asList("a", null));
        add("list nested", List.of(List.of(), List.of(List.of(1))));
        add("set", Set.of("a", "b", "c", "d", "e"));
        add("set of enums", new HashSet<>(Arrays.asList(Plan.values())));
        add("enum set", EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS, TimeUnit.SECONDS));
        add("set of sets", Set.of(Set.of(1, 2), Set.of(3), Set.of()));
        add("map", Map.of("a", 1, "b", 2, "c", 3, "d", 4));
        add("map of enums", new HashMap<>(Map.of(Plan.PAID, 1, Plan.FREE, Set.of(2, 3))));
        EnumMap<Plan, String> enumMap = new EnumMap<>(Plan.class);
        enumMap.put(Plan.PAID, "p");
        add("enum map", enumMap);
        add("map null", Collections.singletonMap(null, null));
        add("entry", Map.entry("k", 1));
        add("bytes", new byte[] {1, -1});
        add("ints", new int[] {1, 2});
        add("objects", new Object[] {1, "a", null});
        add("strings", new String[] {"a"});
        add("array of arrays", new int[][] {{1}, {}});
    }

    private void objects() {
        add("record", new Point(1, -2));
        add("record nested", new Tagged("t", List.of(new Point(0, 0)), Plan.PAID));
        add("record with null", new Tagged("t", null, Plan.FREE));
        add("record of hashes", new HashHolder(1, 2));
        add("cached hash", new HashingKey(Plan.PAID, "a", 1, Set.of(Plan.FREE, Plan.PAID)));
        add("cached hash, other", new HashingKey(Plan.FREE));
        add("class fields", new Base());
        add("subclass", new Derived(5L));
        add("subclass with null", new Derived(null));
        add("inner class", new Inner());
        add("list of objects", new ArrayList<>(List.of(new Base(), new Derived(1L))));
    }

    /** Filled forwards in one JVM and backwards in another. */
    private void insertionOrder() {
        // The first two have one hash code, so that they share a place in a table.
        List<String> words = ordered("Aa", "BB", "c", "d", "e", "f", "g");
        add("hash set in order", List.of("hash set", new HashSet<>(words)));
        add("linked set in order", List.of("linked set", new LinkedHashSet<>(words)));
        add("tree set in order", List.of("tree set", new TreeSet<>(words)));
        Set<String> concurrent = ConcurrentHashMap.newKeySet();
        concurrent.addAll(words);
        add("concurrent set in order", List.of("concurrent set", concurrent));
        Map<Object, Object> linked = new LinkedHashMap<>();
        Map<Object, Object> hashed = new HashMap<>(2);
        Map<Object, Object> concurrentMap = new ConcurrentHashMap<>();
        for (String word : words) {
            linked.put(word, Set.of(word, "x", Plan.PAID));
            hashed.put(word, Map.of(word, 1, "y", 2, "z", 3));
            concurrentMap.put(word, word.length());
        }
        add("linked map in order", linked);
        add("hash map in order", hashed);
        add("concurrent map in order", concurrentMap);
        add("set of points in order", new LinkedHashSet<>(ordered(new Point(1, 2), new Point(3, 4), new Point(5, 6))));
        add("set of enums in order", List.of("enums", new LinkedHashSet<>(ordered(Plan.values()))));
        add("record of a set in order", new Tagged("t", new LinkedHashSet<>(words), Plan.PAID));
        add("list of a map in order", List.of(linked, Map.copyOf(linked)));
    }

    @SafeVarargs
    private static <T> List<T> ordered(T... items) {
        List<T> list = new ArrayList<>(List.of(items));
        if (Boolean.getBoolean("ketch.backwards")) {
            Collections.reverse(list);
        }
        return list;
    }

    private void frameworks() {
        add("SimpleKey", new SimpleKey("a", 1L, null, Plan.PAID));
        add("SimpleKey of a set in order", new SimpleKey(new HashSet<>(ordered(Plan.values())), new int[] {1, 2}));
        add("SimpleKey empty", SimpleKey.EMPTY);
    }
}
