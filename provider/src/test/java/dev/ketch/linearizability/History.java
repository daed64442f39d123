// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    boolean isKilled() {
        return kill != null;
    }

    /** The same, had no server been killed. */
    History withoutKill() {
        History other = new History(disturbance);
        operations.forEach(other::add);
        return other;
    }

    /** What no order explains, a text for each such key. */
    List<String> violations() {
        TreeMap<String, List<Operation>> keys = new TreeMap<>();
        for (Operation operation : operations) {
            if (operation.kind() != Kind.CLEAR) {
                keys.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
            }
        }
        Map<String, Unnoticed> servers = new HashMap<>();
        List<String> violations = new ArrayList<>();
        keys.forEach((key, own) -> {
            String server = own.get(0).server();
            Unnoticed unnoticed = servers.computeIfAbsent(server, name -> new Unnoticed(name, operations, kill));
            String violation = Checker.check(withEvents(own, unnoticed));
            if (violation != null) {
                violations.add(disturbance + " " + key + " on " + server + ": " + violation);
            }
        });
        return violations;
    }

    private List<Operation> withEvents(List<Operation> own, Unnoticed unnoticed) {
        List<Operation> all = new ArrayList<>(own);
        operations.stream().filter(o -> o.kind() == Kind.CLEAR).forEach(all::add);
        Operation loss = kill;
        Operation first = own.get(0);
        if (loss != null && loss.server().equals(first.server())) {
            all.add(Operation.optional(Kind.LOSS, loss.server(), first.key(), loss.invoked(), loss.returned()));
        }
        own.forEach(operation -> all.addAll(unnoticed.lossesBy(operation)));
        return all;
    }
}
