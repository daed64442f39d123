// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ring against recordings of the library whose it is, so that both find the same server for a key. */
class RecordedRingsTest {
    @Test
    void everyPlacementIsRecordedWithEverySetOfServers() {
        assertThat(RecordedRing.all().stream().collect(groupingBy(RecordedRing::placement, counting())))
                .hasSize(Placement.values().length)
                .allSatisfy((placement, sets) -> assertThat(sets).isEqualTo(6));
    }

    @ParameterizedTest
    @MethodSource("dev.ketch.client.ring.RecordedRing#all")
    void hasEveryRecordedPoint(RecordedRing recorded) {
        Continuum ring = recorded.build();
        List<String> points = new ArrayList<>(List.of("point,server"));
        for (int i = 0; i < ring.size(); i++) {
            points.add(ring.pointAt(i) + ","
                    + recorded.members().get(ring.ownerAt(i)).name());
        }
        assertThat(points).isEqualTo(recorded.points());
    }

    @ParameterizedTest
    @MethodSource("dev.ketch.client.ring.RecordedRing#all")
    void findsTheRecordedServerOfEveryKey(RecordedRing recorded) {
        Continuum ring = recorded.build();
        List<String> found = new ArrayList<>();
        String header = recorded.keys().get(0);
        found.add(header);
        for (String key : RecordedRing.lines("keys.txt")) {
            byte[] bytes = key.getBytes(UTF_8);
            String hash = Integer.toUnsignedString(Continuum.hash(bytes));
            String hashes = (hash + ",").repeat(header.split(",", -1).length - 2);
            found.add(key + "," + hashes
                    + recorded.members().get(ring.ownerOf(bytes)).name());
        }
        assertThat(found).hasSize(201).isEqualTo(recorded.keys());
    }
}
