// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Counters of 2^63 and more, on servers of their own that never saw a minus sign.
 *
 * <p>memcached looks for a minus sign behind the digits of such a number, beyond the end of the value and up to the
 * next zero byte. If an earlier item left one in that memory, the number is refused as non-numeric. So counters that
 * must not fail have to stay below 2^63.
 */
class LargeCounterTest {
    private static final String LARGEST = "18446744073709551615";

    @ParameterizedTest
    @EnumSource
    void countIsUnsignedAndWrapsUpwards(ServerKind kind) throws IOException {
        try (ServerKind.Running server = kind.start();
                Wire wire = new Wire(server)) {
            assertThat(count(wire, Op.INCR, LARGEST, 2)).isEqualTo("1");
            assertThat(wire.ask(Request.get("key")).value().trim()).isEqualTo("1");
            assertThat(count(wire, Op.INCR, LARGEST, -1)).isEqualTo("18446744073709551614");
            assertThat(count(wire, Op.INCR, "9223372036854775807", 1)).isEqualTo("9223372036854775808");
            assertThat(count(wire, Op.DECR, LARGEST, 1)).isEqualTo("18446744073709551614");
            assertThat(count(wire, Op.DECR, LARGEST, -1)).isEqualTo("0");
            assertThat(count(wire, Op.DECR, "9223372036854775808", 1)).isEqualTo("9223372036854775807");
        }
    }

    private static String count(Wire wire, int opcode, String before, long delta) throws IOException {
        wire.ask(Request.set("key", before));
        Reply reply = wire.ask(Request.count(opcode, "key", delta, 0, 0));
        assertThat(reply.status()).isZero();
        return Long.toUnsignedString(reply.number());
    }
}
