// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gains keys when a ring changes: exactly those that own a hash which was not theirs before. */
class GainersTest {
    private static Continuum ring(List<RingMember> members, Placement placement) {
        return Continuum.of(members, placement);
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void areFoundWhateverTheChange(Placement placement) {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            List<RingMember> before = some(random);
            List<RingMember> after = some(random);
            Continuum old = ring(before, placement);
            Continuum now = ring(after, placement);
            int[] earlier = after.stream()
                    .mapToInt(m -> IntStream.range(0, before.size())
                            .filter(i -> before.get(i).name().equals(m.name()))
                            .findFirst()
                            .orElse(-1))
                    .toArray();
            BitSet expected = new BitSet();
            // Just at, before and behind each point, which a range cannot slip through.
            for (Continuum ring : List.of(old, now)) {
                for (int i = 0; i < ring.size(); i++) {
                    for (int near = -1; near <= 1; near++) {
                        int hash = (int) (ring.pointAt(i) + near);
                        int owner = now.ownerOf(hash);
                        if (earlier[owner] != old.ownerOf(hash)) {
                            expected.set(owner);
                        }
                    }
                }
            }
            assertThat(now.gainersSince(old, earlier))
                    .as(before + " -> " + after)
                    .isEqualTo(expected);
        }
    }

    private static List<RingMember> some(Random random) {
        List<RingMember> members = new ArrayList<>();
        int skipped = random.nextInt(4);
        for (int i = 0; i < 4; i++) {
            if (i != skipped || random.nextBoolean()) {
                members.add(new RingMember("10.0.0." + i, 11211, 1 + random.nextInt(2)));
            }
        }
        return members;
    }
}
