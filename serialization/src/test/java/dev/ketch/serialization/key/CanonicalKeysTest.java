// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.key.SampleKeys.HashingKey;
import dev.ketch.serialization.key.SampleKeys.Plan;
import dev.ketch.serialization.testing.Jvms;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CanonicalKeysTest {

    private final KeyCodec codec = new KeyCodec();

    @Test
    void bytesAreThoseOfEarlierBuilds() throws Exception {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("canonical-keys-v1.txt"))) {
            List<String> recorded = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(KeyDump.lines()).hasSizeGreaterThanOrEqualTo(100).isEqualTo(recorded);
        }
    }

    @Test
    void twoJvmsWithOtherIdentityHashesAndOrdersAgree() throws Exception {
        List<String> first = dumpInJvm("-XX:hashCode=0", "-Dketch.backwards=false");
        List<String> second = dumpInJvm("-XX:hashCode=2", "-Dketch.backwards=true");
        assertThat(first).hasSizeGreaterThan(110).isEqualTo(second).isEqualTo(KeyDump.lines());
    }

    private static List<String> dumpInJvm(String hashCode, String order) throws Exception {
        Jvms.Result result =
                Jvms.run(Jvms.current(), KeyDump.class, "-XX:+UnlockExperimentalVMOptions", hashCode, order);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }

    @Test
    void differentSamplesHaveDifferentBytes() {
        Map<String, Object> samples = SampleKeys.all();
        Set<String> seen = new HashSet<>();
        samples.values().forEach(key -> seen.add(Arrays.toString(codec.encode(key))));
        assertThat(seen).hasSize(samples.size());
    }

    @Test
    void keysOfAnotherJvmAreTheSameThoughTheirEqualsDenies() {
        StrictKey here = new StrictKey(Plan.PAID, 1);
        StrictKey fromThere = new StrictKey(Plan.PAID, 2);
        WireKeys wireKeys = WireKeys.of("app", "orders");
        assertThat(here).isNotEqualTo(fromThere);
        assertThat(wireKeys.same(here, fromThere)).isTrue();
        assertThat(wireKeys.same(here, new StrictKey(Plan.FREE, 1))).isFalse();
    }

    /** Takes its hash, which depends on the JVM where it was made, for a part of itself. */
    private static final class StrictKey implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
        private final Plan plan;
        private final int hashCode;

        StrictKey(Plan plan, int hashCode) {
            this.plan = plan;
            this.hashCode = hashCode;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof StrictKey
                    && ((StrictKey) other).hashCode == hashCode
                    && ((StrictKey) other).plan == plan;
        }

        @Override
        public int hashCode() {
            return hashCode;
        }
    }

    @Test
    void listsAreEqualByContent() {
        same(List.of("a", "b"), new ArrayList<>(List.of("a", "b")));
        same(List.of("a", "b"), Arrays.asList("a", "b"));
        same(List.of("a", "b"), Collections.unmodifiableList(new LinkedList<>(List.of("a", "b"))));
        same(List.of("a", "b"), List.of("x", "a", "b").subList(1, 3));
        different(List.of("a", "b"), List.of("b", "a"));
        different(List.of("a"), Set.of("a"));
        different(List.of("ab"), List.of("a", "b"));
        different(List.of(List.of("a"), "b"), List.of(List.of("a", "b")));
    }

    @Test
    void setsAndMapsHaveNoOrder() {
        same(new LinkedHashSet<>(List.of(1, 2, 3)), new LinkedHashSet<>(List.of(3, 1, 2)));
        same(new TreeSet<>(List.of("x", "y")), Set.of("y", "x"));
        same(new HashSet<>(100), Set.of());
        Map<String, Integer> forward = new LinkedHashMap<>();
        forward.put("a", 1);
        forward.put("b", 2);
        Map<String, Integer> backward = new LinkedHashMap<>();
        backward.put("b", 2);
        backward.put("a", 1);
        same(forward, backward);
        same(new TreeMap<>(forward), new HashMap<>(backward));
        different(Map.of("a", "b"), Map.of("b", "a"));
        same(Map.entry("a", 1), new AbstractMap.SimpleEntry<>("a", 1));
    }

    @Test
    void sharingAndIdentityDoNotCount() {
        String text = "same";
        String copy = new String(text);
        same(List.of(text, text), List.of(text, copy));
        same(new HashingKey(Plan.PAID, 1), new HashingKey(Plan.PAID, 1));
        different(new HashingKey(Plan.PAID, 1), new HashingKey(Plan.PAID, 1L));
        SampleKeys outer = new SampleKeys();
        same(outer.new Inner(), new SampleKeys().new Inner());
    }

    @Test
    void followsTheEqualsOfTheJdk() {
        same(Double.NaN, Double.longBitsToDouble(0x7ff8000000000123L));
        different(0.0, -0.0);
        different(new BigDecimal("1.0"), new BigDecimal("1.00"));
        same(URI.create("HTTP://Example.COM/%c3"), URI.create("http://example.com/%C3"));
        different(URI.create("http://example.com/A"), URI.create("http://example.com/a"));
        same(new Date(5), new java.sql.Date(5));
        different(new Date(5), new java.sql.Timestamp(5));
        Locale nynorsk = new Locale.Builder().setLanguage("nn").setRegion("NO").build();
        @SuppressWarnings("deprecation")
        Locale old = new Locale("no", "NO", "NY");
        different(nynorsk, old);
        different(1, 1L);
        different(1, "1");
        different('1', "1");
    }

    private void same(Object a, Object b) {
        assertThat(codec.encode(a)).as("%s and %s", a, b).isEqualTo(codec.encode(b));
    }

    private void different(Object a, Object b) {
        assertThat(codec.encode(a)).as("%s and %s", a, b).isNotEqualTo(codec.encode(b));
    }
}
