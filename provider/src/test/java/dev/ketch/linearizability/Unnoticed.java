// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.linearizability.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of generation on one server, which are the clears of the cache and the server's restart, and what the puts
 * of a JVM may lose that cannot have noticed them yet.
 *
 * <p>When a round begins all are known. Every answer tells a JVM the generation, so it knows of a change once an operation was answered that had begun after
 * it. It may take it for another again by an answer from before the change that one of its threads is late to look at:
 * so it is sure to know only if no operation was still under way that had begun before the change was over.
 */
final class Unnoticed {
    private final @Nullable Operation kill;
    private final List<Operation> clears;

    /** Of all JVMs on all keys of this server. */
    private final List<Operation> operations;

    /** @param operations of a round, on all servers */
    Unnoticed(String server, List<Operation> operations, @Nullable Operation kill) {
        this.kill = kill != null && kill.server().equals(server) ? kill : null;
        this.clears = operations.stream().filter(o -> o.kind() == Kind.CLEAR).toList();
        this.operations = operations.stream()
                .filter(o -> o.kind() == Kind.CLEAR || o.server().equals(server))
                .toList();
    }

    /** What a put may make absent that is not to be seen after it. */
    List<Operation> lossesBy(Operation put) {
        List<Operation> losses = new ArrayList<>();
        boolean isOpen = put.outcome() == Outcome.UNKNOWN;
        if (put.kind() != Kind.PUT || !isOpen && put.outcome() != Outcome.OK) {
            return losses;
        }
        boolean afterKill = kill != null && mayMiss(put, put.returned(), List.of(kill));
        // One that is still on its way may meet a later clear as well. It does not survive its server.
        if (afterKill || mayMiss(put, isOpen ? Long.MAX_VALUE : put.returned(), clears)) {
            losses.add(loss(put, put.value(), Outcome.REPEATED));
            if (isOpen) {
                losses.add(loss(put, put.value(), Outcome.UNKNOWN));
            }
        }
        if (afterKill && !isOpen) {
            losses.add(loss(put, 0, Outcome.OPTIONAL));
        }
        return losses;
    }

    private static Operation loss(Operation put, long value, Outcome outcome) {
        return new Operation(
                "?", put.server(), put.key(), Kind.LOSS, value, 0, outcome, 0, put.invoked(), put.returned());
    }

    /** Whether a put may write under a generation from before one of the changes. */
    private boolean mayMiss(Operation put, long end, List<Operation> changes) {
        long last = Long.MIN_VALUE;
        for (Operation change : changes) {
            long over = change.outcome() == Outcome.UNKNOWN ? Long.MAX_VALUE : change.returned();
            if (over < put.invoked()) {
                last = Math.max(last, over);
            } else if (change.invoked() <= end) {
                return true;
            }
        }
        return last > Long.MIN_VALUE && !knows(put, last);
    }

    /** Whether the putting JVM is sure to know, when it begins to put, of what was over at a time. */
    private boolean knows(Operation put, long over) {
        long settled = ofSameJvm(put)
                .filter(o -> o.invoked() <= over)
                .mapToLong(Operation::returned)
                .reduce(over, Math::max);
        return ofSameJvm(put)
                .anyMatch(o -> o.outcome() == Outcome.OK && o.invoked() > settled && o.returned() < put.invoked());
    }

    private Stream<Operation> ofSameJvm(Operation put) {
        return operations.stream().filter(o -> o.jvm().equals(put.jvm()));
    }
}
