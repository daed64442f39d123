// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.linearizability.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all JVMs have done in a round, and what befell them. */
final class History {
    private final List<Operation> operations = new ArrayList<>();
    private final Disturbance disturbance;
    private @Nullable Operation kill;

    History(Disturbance disturbance) {
        this.disturbance = disturbance;
    }

    void add(Operation operation) {
        operations.add(operation);
    }

    /** A server was killed after {@code from} and came back, empty, before {@code to}. */
    void killed(String server, long from, long to) {
        kill = Operation.optional(Kind.LOSS, server, "*", from, to);
    }

    List<Operation> operations() {
        return operations;
    }

    /** What no order explains, a text for each such key. */
    List<String> violations() {
        TreeMap<String, List<Operation>> keys = new TreeMap<>();
        for (Operation operation : operations) {
            if (operation.kind() != Kind.CLEAR) {
                keys.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
            }
        }
        List<String> violations = new ArrayList<>();
        keys.forEach((key, own) -> {
            String violation = Checker.check(withEvents(key, own));
            if (violation != null) {
                violations.add(disturbance + " " + key + " on " + own.get(0).server() + ": " + violation);
            }
        });
        return violations;
    }

    private List<Operation> withEvents(String key, List<Operation> own) {
        List<Operation> all = new ArrayList<>(own);
        String server = own.get(0).server();
        // From then on a JVM may put what does not count, not knowing yet of another generation.
        long changed = Long.MAX_VALUE;
        for (Operation operation : operations) {
            if (operation.kind() == Kind.CLEAR) {
                all.add(operation);
                changed = Math.min(changed, operation.invoked());
            }
        }
        Operation loss = kill;
        if (loss != null && loss.server().equals(server)) {
            all.add(Operation.optional(Kind.LOSS, server, key, loss.invoked(), loss.returned()));
            changed = Math.min(changed, loss.invoked());
        }
        for (Operation operation : own) {
            if (operation.kind() == Kind.PUT && changed < operation.returned()) {
                firstHalf(operation, all);
            }
        }
        return all;
    }

    private static void firstHalf(Operation put, List<Operation> all) {
        if (put.outcome() == Outcome.OK) {
            all.add(Operation.optional(Kind.LOSS, put.server(), put.key(), put.invoked(), put.returned()));
        } else if (put.outcome() == Outcome.UNKNOWN) {
            all.add(new Operation(
                    "?", put.server(), put.key(), Kind.LOSS, 0, 0, Outcome.UNKNOWN, 0, put.invoked(), put.returned()));
        }
    }
}
