// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ketch.serialization.key.SampleKeys.Plan;
import java.lang.management.ManagementFactory;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key of a common type costs its bytes and their holder, and nothing besides. */
class KeyAllocationTest {

    private static final int ROUNDS = 5_000;

    /** For the headers of the array and its holder, and rounding. */
    private static final int SMALL = 64;

    record Id(long tenant, int number, String name, Plan plan, UUID uuid) {}

    static Stream<Object> keys() {
        return Stream.of(
                "orders/42",
                "M\u00fcller",
                123_456_789,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                new UUID(1, -2),
                Plan.FREE,
                Plan.PAID,
                new Id(1L << 40, 1 << 20, "name", Plan.PAID, new UUID(3, 4)),
                "x".repeat(1000));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void allocatesNoMoreThanTheKey(Object key) {
        WireKeys keys = WireKeys.of("app", "orders");
        KeyCodec codec = new KeyCodec();
        int result = keys.encode(key).bytes().length;
        assertThat(bytesEach(() -> keys.encode(key))).isLessThanOrEqualTo(result + SMALL);
        int canonical = codec.encode(key).length;
        assertThat(bytesEach(() -> codec.encode(key))).isLessThanOrEqualTo(canonical + SMALL);
    }

    /** Returns what one call allocates, in the best of some runs: compilation moves code, and nothing else allocates. */
    private static long bytesEach(Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                call.run();
            }
            best = Math.min(best, (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
        }
        return best;
    }
}
