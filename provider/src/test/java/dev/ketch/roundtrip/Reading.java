// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** What the meters stand at, or what has been added to them. */
record Reading(long connections, long trips, long packets, long bytes, Map<Counted, Long> commands) {
    static Reading nothing() {
        Map<Counted, Long> commands = new EnumMap<>(Counted.class);
        for (Counted counted : Counted.values()) {
            commands.put(counted, 0L);
        }
        return new Reading(0, 0, 0, 0, commands);
    }

    Reading minus(Reading other) {
        return with(other, (a, b) -> a - b);
    }

    Reading plus(Reading other) {
        return with(other, Long::sum);
    }

    private Reading with(Reading other, LongBinaryOperator operator) {
        Map<Counted, Long> result = new EnumMap<>(commands);
        result.replaceAll((counted, n) -> operator.applyAsLong(n, other.commands.get(counted)));
        return new Reading(
                operator.applyAsLong(connections, other.connections),
                operator.applyAsLong(trips, other.trips),
                operator.applyAsLong(packets, other.packets),
                operator.applyAsLong(bytes, other.bytes),
                result);
    }
}
