// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ring against recordings of libmemcached, so that other languages' clients find the same server for a key. */
class ContinuumTest {
    /** A recorded set of servers. */
    enum Recorded {
        FOUR("four", "127.0.0.", 1, 4, 21001, true),
        FOUR_WEIGHTS("four-weights", "127.0.0.", 1, 4, 21001, true, 1, 2, 3, 4),
        DEFAULT_PORT("default-port", "127.0.0.", 2, 4, 11211, false),
        DEFAULT_PORT_WEIGHTS("default-port-weights", "127.0.0.", 2, 4, 11211, false, 5, 1, 3, 7),
        EQUAL_25("equal-25", "10.0.2.", 1, 25, 11311, false),
        FLOAT_WEIGHTS("float-weights", "10.0.4.", 1, 5, 11311, false, 1, 1, 1, 10, 12);

        private final String file;
        private final List<RingMember> members = new ArrayList<>();

        Recorded(String file, String net, int first, int count, int port, boolean byPort, int... weights) {
            this.file = file;
            for (int i = 0; i < count; i++) {
                members.add(new RingMember(
                        net + (byPort ? first : first + i),
                        byPort ? port + i : port,
                        weights.length == 0 ? 1 : weights[i]));
            }
        }

        List<String> lines(String kind) {
            return ContinuumTest.lines("libmemcached-ketama_weighted." + file + "." + kind + ".csv");
        }

        String name(int server) {
            return members.get(server).host() + ":" + members.get(server).port();
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasEveryRecordedPoint(Recorded recorded) {
        Continuum ring = Continuum.of(recorded.members, Placement.LIBMEMCACHED);
        List<String> points = new ArrayList<>(List.of("point,server"));
        for (int i = 0; i < ring.size(); i++) {
            points.add(ring.pointAt(i) + "," + recorded.name(ring.ownerAt(i)));
        }
        assertThat(points).isEqualTo(recorded.lines("points"));
    }

    @ParameterizedTest
    @EnumSource
    void findsTheRecordedServerOfEveryKey(Recorded recorded) {
        Continuum ring = Continuum.of(recorded.members, Placement.LIBMEMCACHED);
        List<String> found = new ArrayList<>(List.of("key,key_hash_md5_le,key_hash_used,server"));
        for (String key : lines("keys.txt")) {
            byte[] bytes = key.getBytes(UTF_8);
            String hash = Integer.toUnsignedString(Continuum.hash(bytes));
            found.add(key + "," + hash + "," + hash + "," + recorded.name(ring.ownerOf(bytes)));
        }
        assertThat(found).isEqualTo(recorded.lines("keys"));
    }

    @Test
    void aKeyBehindTheLastPointBelongsToTheFirst() {
        Continuum ring = Continuum.of(Recorded.FOUR.members, Placement.LIBMEMCACHED);
        assertThat(ring.ownerOf(-1)).isEqualTo(ring.ownerAt(0));
        assertThat(ring.ownerOf((int) ring.pointAt(7))).isEqualTo(ring.ownerAt(7));
        assertThat(ring.ownerOf((int) ring.pointAt(7) + 1)).isEqualTo(ring.ownerAt(8));
    }

    @Test
    void theEarlierOfTwoServersWithEqualPointsOwnsThem() {
        RingMember twin = new RingMember("h", 1, 1);
        Continuum ring = Continuum.of(List.of(twin, twin), Placement.LIBMEMCACHED);
        for (int i = 0; i < ring.size(); i += 2) {
            assertThat(ring.ownerOf((int) ring.pointAt(i))).isZero();
        }
    }

    @Test
    void oneServerOwnsEverything() {
        Continuum ring = Continuum.of(List.of(new RingMember("h", 11211, 3)), Placement.LIBMEMCACHED);
        assertThat(ring.ownerOf("any".getBytes(UTF_8))).isZero();
    }

    @Test
    void refusesAWeightBelowOne() {
        assertThatThrownBy(() -> new RingMember("h", 1, 0))
                .hasMessage("server [h:1] has weight 0; a weight is a whole number from 1");
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

    private static List<String> lines(String file) {
        try (InputStream in = ContinuumTest.class.getResourceAsStream("/ketama/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no recording " + file);
            }
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
