// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a ring whatever the servers are. */
class ContinuumTest {
    /** Where libmemcached's float rounding costs equal servers a group each, up to 200 servers. */
    private static final List<Integer> ONE_GROUP_LESS =
            List.of(25, 47, 50, 55, 61, 71, 94, 100, 107, 109, 110, 115, 122, 142, 159, 163, 188, 193, 200);

    @ParameterizedTest
    @EnumSource
    void everyHashBelongsToTheServerOfTheNextPoint(Placement placement) {
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            List<RingMember> members = members(1 + random.nextInt(12), random);
            Continuum ring = Continuum.of(members, placement);
            for (int i = 0; i < 50; i++) {
                byte[] key = new byte[1 + random.nextInt(100)];
                random.nextBytes(key);
                assertThat(ring.ownerOf(key)).isEqualTo(search(ring, Continuum.hash(key)));
            }
            int point = random.nextInt(ring.size());
            for (int beside = -1; beside <= 1; beside++) {
                int hash = (int) (ring.pointAt(point) + beside);
                assertThat(ring.ownerOf(hash)).isEqualTo(search(ring, hash));
            }
            assertThat(ring.ownerOf(0)).isEqualTo(search(ring, 0));
            assertThat(ring.ownerOf(-1)).isEqualTo(search(ring, -1));
        }
    }

    /** Looks at every point. */
    private static int search(Continuum ring, int hash) {
        long wanted = Integer.toUnsignedLong(hash);
        int next = -1;
        int lowest = 0;
        for (int i = 0; i < ring.size(); i++) {
            long point = ring.pointAt(i);
            if (point >= wanted && (next < 0 || point < ring.pointAt(next))) {
                next = i;
            }
            if (point < ring.pointAt(lowest)) {
                lowest = i;
            }
        }
        return ring.ownerAt(next < 0 ? lowest : next);
    }

    @ParameterizedTest
    @EnumSource
    void sharesAreTheWholeRing(Placement placement) {
        Random random = new Random(13);
        for (int round = 0; round < 40; round++) {
            List<RingMember> members = members(1 + random.nextInt(30), random);
            long[] shares = Continuum.of(members, placement).shares(members.size());
            assertThat(Arrays.stream(shares).sum()).isEqualTo(1L << 32);
            assertThat(Arrays.stream(shares).min().orElseThrow()).isNotNegative();
        }
    }

    @Test
    void aServersShareIsWhatItOwns() {
        List<RingMember> members = RecordedRing.of("libketama.four-weights").members();
        Continuum ring = Continuum.of(members, Placement.LIBKETAMA);
        int[] hits = new int[members.size()];
        int tries = 200_000;
        new Random(17).ints(tries).forEach(hash -> hits[ring.ownerOf(hash)]++);
        long[] shares = ring.shares(members.size());
        for (int i = 0; i < hits.length; i++) {
            // Five standard deviations.
            assertThat((double) hits[i] / tries).isBetween(shares[i] / 0x1p32 - 0.0056, shares[i] / 0x1p32 + 0.0056);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneServerOwnsEverything(Placement placement) {
        for (int weight : new int[] {1, 3, Integer.MAX_VALUE}) {
            Continuum ring = Continuum.of(List.of(new RingMember("10.0.0.1", 11211, weight)), placement);
            assertThat(ring.size()).isEqualTo(160);
            assertThat(ring.shares(1)).containsExactly(1L << 32);
            assertThat(ring.ownerOf("any".getBytes(UTF_8))).isZero();
        }
    }

    @Test
    void roundingCostsEqualServersAGroupAsInTheOriginals() {
        assertThat(withFewerGroups(Placement.LIBMEMCACHED, 1)).isEqualTo(ONE_GROUP_LESS);
        assertThat(withFewerGroups(Placement.LIBKETAMA, 1)).containsExactly(61, 122);
        for (Placement spymemcached : List.of(Placement.SPYMEMCACHED, Placement.SPYMEMCACHED_LIBMEMCACHED)) {
            assertThat(withFewerGroups(spymemcached, 1)).isEmpty();
            // Weights, be they equal, make it calculate.
            assertThat(withFewerGroups(spymemcached, 2)).isEqualTo(ONE_GROUP_LESS);
        }
    }

    private static List<Integer> withFewerGroups(Placement placement, int weight) {
        return IntStream.rangeClosed(1, 200)
                .filter(servers -> placement.groups(weight, (long) weight * servers, servers) == 39)
                .boxed()
                .toList();
    }

    @Test
    void twoHundredServersShareTheRing() {
        List<RingMember> members = IntStream.range(0, 200)
                .mapToObj(i -> new RingMember("10.1.0." + i, 11311, 1))
                .toList();
        assertThat(Continuum.of(members, Placement.LIBMEMCACHED).size()).isEqualTo(200 * 156);
        assertThat(Continuum.of(members, Placement.LIBKETAMA).size()).isEqualTo(200 * 160);
        long[] shares = Continuum.of(members, Placement.SPYMEMCACHED).shares(200);
        assertThat(Arrays.stream(shares).min().orElseThrow()).isGreaterThan((1L << 32) / 300);
        assertThat(Arrays.stream(shares).max().orElseThrow()).isLessThan((1L << 32) / 100);
    }

    @Test
    void weightsOfAnySizeAddUp() {
        List<RingMember> members = List.of(
                new RingMember("10.0.0.1", 1, Integer.MAX_VALUE),
                new RingMember("10.0.0.2", 1, Integer.MAX_VALUE),
                new RingMember("10.0.0.3", 1, 1));
        for (Placement placement : Placement.values()) {
            long[] shares = Continuum.of(members, placement).shares(3);
            assertThat(shares[2]).isZero();
            assertThat(shares[0] + shares[1]).isEqualTo(1L << 32);
        }
    }

    /** Two servers that really have a point in common. */
    @ParameterizedTest
    @CsvSource({
        "LIBMEMCACHED, true, 320",
        "LIBKETAMA, true, 320",
        "SPYMEMCACHED, false, 319",
        "SPYMEMCACHED_LIBMEMCACHED, false, 319"
    })
    void aCommonPointIsTheEarlierOrTheLaterServers(Placement placement, boolean earlier, int points) {
        RingMember one = new RingMember("10.0.6.19", 11304, 1);
        RingMember other = new RingMember("10.0.6.29", 11304, 1);
        for (List<RingMember> members : List.of(List.of(one, other), List.of(other, one))) {
            Continuum ring = Continuum.of(members, placement);
            assertThat(ring.ownerOf(1_910_991_149)).isEqualTo(earlier ? 0 : 1);
            assertThat(ring.size()).isEqualTo(points);
            assertThat(Arrays.stream(ring.shares(2)).sum()).isEqualTo(1L << 32);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h          | 11211 | h                | h:11211            |                            | h
            H.x        | 11212 | H.x:11212        | H.x:11212          |                            | H.x:11212
            10.0.0.1   | 11211 | 10.0.0.1         | 10.0.0.1:11211     | 10.0.0.1:11211             | 10.0.0.1
            ::1        | 11211 | ::1              | [::1]:11211        | [0:0:0:0:0:0:0:1]:11211    | 0:0:0:0:0:0:0:1
            2001:DB8::7| 21    | 2001:DB8::7:21   | [2001:DB8::7]:21   | [2001:db8:0:0:0:0:0:7]:21  | 2001:db8:0:0:0:0:0:7:21
            ::ffff:1.2.3.4 | 2 | ::ffff:1.2.3.4:2 | [::ffff:1.2.3.4]:2 | 1.2.3.4:2                  | 1.2.3.4:2
            fe80::1%e0 | 2     | fe80::1%e0:2     | [fe80::1%e0]:2     | [fe80:0:0:0:0:0:0:1%e0]:2  | fe80:0:0:0:0:0:0:1%e0:2
            """)
    void hashesTheNameThatTheOriginalHashes(
            String host, int port, String libmemcached, String libketama, String spymemcached, String format) {
        RingMember member = new RingMember(host, port, 1);
        assertThat(Placement.LIBMEMCACHED.name(member)).isEqualTo(libmemcached);
        assertThat(Placement.LIBKETAMA.name(member)).isEqualTo(libketama);
        assertThat(Placement.SPYMEMCACHED_LIBMEMCACHED.name(member)).isEqualTo(format);
        if (spymemcached != null) {
            assertThat(Placement.SPYMEMCACHED.name(member)).isEqualTo(spymemcached);
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost", "10.0.0", "10.0.0.256", "010.0.0.1", "cafe"})
    void spymemcachedsOwnRingTakesNoHostNames(String host) {
        List<RingMember> members = List.of(new RingMember("10.0.0.1", 1, 1), new RingMember(host, 1, 1));
        assertThatThrownBy(() -> Continuum.of(members, Placement.SPYMEMCACHED))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("server [" + host + ":1] is given by name, but ring [spymemcached] knows literal addresses"
                        + " only, since spymemcached hashes the address that a name resolves to: write the address, or"
                        + " choose ring [spymemcached-libmemcached]");
    }

    @Test
    void refusesWhatIsNoRing() {
        assertThatThrownBy(() -> Continuum.of(List.of(), Placement.LIBMEMCACHED))
                .hasMessage("a ring needs at least one server");
        assertThatThrownBy(() -> new RingMember("h", 1, 0))
                .hasMessage("server [h:1] has weight 0; a weight is a whole number from 1");
        assertThatThrownBy(() -> new RingMember("::1", 1, -7))
                .hasMessage("server [[::1]:1] has weight -7; a weight is a whole number from 1");
        assertTwins(Placement.LIBMEMCACHED, "h", "H");
        assertTwins(Placement.LIBKETAMA, "h", "h");
        assertTwins(Placement.SPYMEMCACHED, "::1", "0::1");
    }

    private static void assertTwins(Placement placement, String host, String twin) {
        RingMember one = new RingMember(host, 2, 1);
        RingMember two = new RingMember(twin, 2, 1);
        assertThatThrownBy(() -> Continuum.of(List.of(one, two), placement))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("server [" + two.name() + "] has the same name on the ring as [" + one.name()
                        + "]: list a server once, with a weight if it should hold more");
    }

    @Test
    void hashesEveryLengthAsTheJdkDoes() throws Exception {
        Random random = new Random(7);
        for (int length = 0; length <= 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] digest = MessageDigest.getInstance("MD5").digest(bytes);
            int expected =
                    digest[0] & 0xff | (digest[1] & 0xff) << 8 | (digest[2] & 0xff) << 16 | (digest[3] & 0xff) << 24;
            assertThat(Continuum.hash(bytes)).as("length %d", length).isEqualTo(expected);
        }
    }

    private static List<RingMember> members(int count, Random random) {
        boolean weighted = random.nextBoolean();
        List<RingMember> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new RingMember("10.3.0." + i, 11209 + random.nextInt(4), weighted ? 1 + random.nextInt(9) : 1));
        }
        return members;
    }
}
