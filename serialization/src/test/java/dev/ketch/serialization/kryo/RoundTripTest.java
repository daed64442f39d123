// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.kryo.Samples.Animal;
import dev.ketch.serialization.kryo.Samples.Beagle;
import dev.ketch.serialization.kryo.Samples.Dog;
import dev.ketch.serialization.kryo.Samples.External;
import dev.ketch.serialization.kryo.Samples.Failure;
import dev.ketch.serialization.kryo.Samples.Line;
import dev.ketch.serialization.kryo.Samples.NamedList;
import dev.ketch.serialization.kryo.Samples.Node;
import dev.ketch.serialization.kryo.Samples.NullMark;
import dev.ketch.serialization.kryo.Samples.Plan;
import dev.ketch.serialization.kryo.Samples.Point;
import dev.ketch.serialization.kryo.Samples.TransientHash;
import java.awt.Color;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    private final Serializer serializer = Serializers.kryo(RoundTripTest.class.getClassLoader());

    static Stream<Object> values() throws Exception {
        return Stream.of(simple(), jdk(), collections(), application()).flatMap(s -> s);
    }

    private static Stream<Object> simple() {
        return Stream.of(
                "",
                "text",
                "M\u00fcller \ud83d\ude00 \ud83d",
                "x".repeat(100_000),
                1,
                -1L,
                (short) 3,
                (byte) 4,
                'c',
                true,
                1.5f,
                Double.NaN,
                new byte[0],
                new byte[] {1, -1},
                new int[] {1, Integer.MIN_VALUE},
                new long[] {1, Long.MIN_VALUE},
                new double[] {0.1},
                new char[] {'a'},
                new boolean[] {true, false},
                new String[] {"a", null},
                new Object[] {1, "a", null, new int[] {1}},
                new Point[] {new Point(1, 2)},
                new int[][] {{1}, {}},
                new BigDecimal("1.00"),
                new BigDecimal("1e-400"),
                new BigInteger("-123456789012345678901234567890"),
                Plan.FREE,
                Plan.PAID,
                TimeUnit.DAYS);
    }

    private static Stream<Object> jdk() throws Exception {
        Timestamp timestamp = new Timestamp(1_700_000_000_123L);
        timestamp.setNanos(123_456_789);
        return Stream.of(
                new Date(5),
                timestamp,
                new java.sql.Date(5),
                new java.sql.Time(5),
                new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"), Locale.JAPAN),
                TimeZone.getTimeZone("Europe/Paris"),
                new SimpleTimeZone(1000, "mine"),
                new Color(1, 2, 3, 4),
                UUID.randomUUID(),
                URI.create("http://example.com/a?b#c"),
                new java.net.URL("http://example.com/"),
                Locale.forLanguageTag("zh-Hant-TW-u-co-stroke"),
                new Locale("no", "NO", "NY"),
                Currency.getInstance("EUR"),
                StandardCharsets.UTF_16,
                Path.of("a", "b"),
                new java.io.File("a/b"),
                InetAddress.getByAddress("h", new byte[] {127, 0, 0, 1}),
                String.class,
                int.class,
                Point[].class,
                BitSet.valueOf(new long[] {5}),
                Optional.of("a"),
                Optional.empty(),
                OptionalInt.of(1),
                OptionalLong.empty(),
                OptionalDouble.of(1),
                Instant.now(),
                LocalDate.now(),
                LocalDateTime.now(),
                LocalTime.now(),
                OffsetDateTime.now(),
                OffsetTime.now(),
                ZonedDateTime.now(ZoneId.of("Europe/Paris")),
                ZoneId.of("Europe/Paris"),
                ZoneOffset.UTC,
                Duration.ofNanos(5),
                Period.ofDays(3),
                Year.of(2024),
                YearMonth.of(2024, 2),
                MonthDay.of(2, 29),
                java.time.chrono.JapaneseDate.of(2024, 2, 29));
    }

    private static Stream<Object> collections() {
        EnumMap<Plan, Integer> enumMap = new EnumMap<>(Plan.class);
        enumMap.put(Plan.PAID, 1);
        return Stream.of(
                new ArrayList<>(Arrays.asList("a", null, 1)),
                new ArrayList<>(Collections.nCopies(1000, null)),
                new ArrayList<>(List.of(1, 2, 3)),
                new LinkedList<>(List.of("a")),
                new Vector<>(List.of("a")),
                new HashSet<>(List.of("a", "b")),
                new LinkedHashSet<>(List.of("b", "a")),
                new TreeSet<>(List.of("b", "a")),
                new TreeSet<>(Comparator.reverseOrder()),
                new HashMap<>(Map.of("a", 1)),
                new LinkedHashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("a", 1)),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new ConcurrentSkipListMap<>(Map.of("a", 1)),
                new CopyOnWriteArrayList<>(List.of(1)),
                new CopyOnWriteArraySet<>(List.of(1)),
                new Hashtable<>(Map.of("a", 1)),
                new Properties(),
                EnumSet.of(Plan.PAID),
                EnumSet.noneOf(Plan.class),
                enumMap,
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Stream.of("a", null).toList(),
                Set.of(),
                Set.of(1),
                Set.of(1, 2, 3),
                Map.of(),
                Map.of(1, 2),
                Map.of(1, 2, 3, 4),
                Map.entry("a", 1),
                new AbstractMap.SimpleEntry<>("a", 1),
                new AbstractMap.SimpleImmutableEntry<>("a", null),
                Arrays.asList("a", "b"),
                Collections.emptyList(),
                Collections.emptySet(),
                Collections.emptyMap(),
                Collections.singletonList(1),
                Collections.singleton(1),
                Collections.singletonMap("a", 1),
                Collections.unmodifiableList(new ArrayList<>(List.of(new Dog("rex")))),
                Collections.unmodifiableList(new LinkedList<>(List.of(1))),
                Collections.unmodifiableSet(new HashSet<>(List.of(1))),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))),
                Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 2))),
                Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                Collections.nCopies(3, "a"),
                Collections.newSetFromMap(new ConcurrentHashMap<>()),
                new NamedList("n", List.of("a")),
                new HashMap<>(Map.of("a", List.of(Map.of("b", Set.of(new Point(1, 2)))))));
    }

    private static Stream<Object> application() {
        return Stream.of(
                new Point(1, 2),
                new Line(new Point(1, 2), null, List.of(Plan.PAID, Plan.FREE), new Dog("rex")),
                new Animal("cat", 4),
                new Dog("rex"),
                new Beagle("snoopy"),
                new ArrayList<>(List.of(new Beagle("a"), new Dog("b"), new Beagle("c"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackEqualAndOfItsClass(Object value) {
        Object back = roundTrip(value);
        assertThat(back).isExactlyInstanceOf(value.getClass());
        if (value.getClass().isArray()) {
            assertThat(Objects.deepEquals(back, value)).isTrue();
        } else {
            assertThat(back).isEqualTo(value).hasSameHashCodeAs(value);
        }
    }

    @Test
    void singletonsStayThemselves() {
        assertThat(roundTrip(NullMark.INSTANCE)).isSameAs(NullMark.INSTANCE);
        assertThat(roundTrip(List.of(NullMark.INSTANCE, NullMark.INSTANCE)))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .allMatch(e -> e == NullMark.INSTANCE);
        assertThat(roundTrip(Plan.PAID)).isSameAs(Plan.PAID);
        assertThat(roundTrip(Collections.emptyList())).isSameAs(Collections.emptyList());
    }

    @Test
    void valuesWithoutEquals() {
        assertThat(roundTrip(new StringBuilder("sb"))).hasToString("sb");
        assertThat(roundTrip(new AtomicInteger(-3))).hasToString("-3");
        assertThat(roundTrip(new AtomicLong(1L << 40))).hasToString("1099511627776");
        assertThat(roundTrip(new AtomicBoolean(true))).hasToString("true");
        assertThat(((AtomicReference<?>) roundTrip(new AtomicReference<>("r"))).get())
                .isEqualTo("r");
        Pattern pattern = roundTrip(Pattern.compile("a+", Pattern.CASE_INSENSITIVE));
        assertThat(pattern.matcher("AA").matches()).isTrue();
        assertThat(roundTrip(new ArrayDeque<>(List.of(1, 2)))).containsExactly(1, 2);
        assertThat(roundTrip(new PriorityQueue<>(List.of(2, 1)))).containsExactly(1, 2);
        assertThat(roundTrip(Collections.unmodifiableCollection(new ArrayList<>(List.of(1)))))
                .containsExactly(1);
        assertThat(roundTrip(new TransientHash("id")).hash).isEqualTo("id".hashCode());
        External external = new External();
        external.text = "x";
        assertThat(roundTrip(external).text).isEqualTo("external x");
        assertThat(roundTrip(new NamedList("name", List.of("a"))).name).isEqualTo("name");
        assertThat(((Dog) roundTrip(new Beagle("a"))).kind()).isEqualTo("dog");
    }

    @Test
    void exceptions() {
        Failure back = roundTrip(new Failure("outer", 7, new IllegalStateException("inner")));
        assertThat(back).hasMessage("outer").hasRootCauseMessage("inner");
        assertThat(back.code).isEqualTo(7);
        assertThat(back.getStackTrace()).isNotEmpty();
    }

    @Test
    void viewsAreCopied() {
        Object subList = serializerTrip(new ArrayList<>(List.of(1, 2, 3)).subList(0, 2));
        assertThat(subList).isInstanceOf(ArrayList.class).isEqualTo(List.of(1, 2));
        assertThat(serializerTrip(List.of(1, 2, 3).subList(0, 1)))
                .hasSameClassAs(List.of(1))
                .isEqualTo(List.of(1));
        Map<String, Integer> map = new TreeMap<>(Map.of("a", 1, "b", 2));
        assertThat(serializerTrip(map.keySet())).isEqualTo(Set.of("a", "b"));
        assertThat(serializerTrip(map.values())).isEqualTo(List.of(1, 2));
    }

    @Test
    void graphsKeepTheirShape() {
        Node root = new Node("root");
        Node child = new Node("child");
        child.parent = root;
        root.children.add(child);
        root.children.add(child);
        Node back = roundTrip(root);
        assertThat(back.children).hasSize(2);
        assertThat(back.children.get(0)).isSameAs(back.children.get(1));
        assertThat(back.children.get(0).parent).isSameAs(back);

        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("me", map);
        Object[] array = new Object[1];
        array[0] = array;
        assertThat(roundTrip(list).get(0) instanceof List).isTrue();
        assertThat(roundTrip(map).get("me")).isInstanceOf(Map.class);
        Object[] arrayBack = roundTrip(array);
        assertThat(arrayBack[0] == arrayBack).isTrue();
    }

    @Test
    void serializableLambdasAndProxies() {
        Comparator<String> comparator = (Comparator<String> & Serializable) (a, b) -> b.compareTo(a);
        TreeMap<String, Integer> map = new TreeMap<>(comparator);
        map.put("a", 1);
        map.put("b", 2);
        assertThat(roundTrip(map).firstKey()).isEqualTo("b");
        assertThat(roundTrip(new TreeMap<String, Integer>(String.CASE_INSENSITIVE_ORDER))
                        .comparator())
                .isSameAs(String.CASE_INSENSITIVE_ORDER);
    }

    @Test
    void readsFromTheMiddleOfAnArray() {
        byte[] bytes = serializer.serialize(List.of("a", new TransientHash("b")));
        byte[] around = new byte[bytes.length + 20];
        Arrays.fill(around, (byte) 0x55);
        System.arraycopy(bytes, 0, around, 7, bytes.length);
        assertThat((List<?>) serializer.deserialize(around, 7, bytes.length)).hasSize(2);
    }

    @Test
    void kryoDoesNotUseUnsafe() {
        assertThat(System.getProperty("kryo.unsafe")).isEqualTo("false");
        assertThat(com.esotericsoftware.kryo.kryo5.util.Util.unsafe).isFalse();
    }

    @SuppressWarnings("unchecked")
    private <T> T roundTrip(T value) {
        return (T) serializerTrip(value);
    }

    private Object serializerTrip(Object value) {
        byte[] bytes = serializer.serialize(value);
        return serializer.deserialize(bytes, 0, bytes.length);
    }
}
