// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.linearizability.Operation.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the operations on one key can be put in an order that explains their answers, in which none comes
 * before one that had ended when it began. For one thread.
 *
 * <p>The search (Wing and Gong) goes through the calls and returns in their order in time. A call may come next in the
 * order if the model allows its answer; it and its return are then taken out, and the search goes on from the beginning.
 * A return that is met cannot be passed: its operation should have been ordered, so the last choice is undone. What was
 * tried is remembered as the set of the ordered operations together with the state they lead to (Lowe): any other order
 * of the same set that ends in the same state is as good as the first.
 *
 * <p>An operation of unknown outcome has no return, so nothing forces it into the order. An optional one may be passed by
 * at its return, but not taken after it. A repeated one stays where it is when it is taken, until it is passed by. A loss
 * that a put brings has to come before that put.
 */
final class Checker {
    /** What was tried and remembered before the search is given up. */
    private static final int LIMIT = 1_000_000;

    private final List<Operation> operations;

    /** By value. */
    private final Map<Long, Integer> puts = new HashMap<>();

    private final Node head = new Node(-1, false);
    private final BitSet ordered = new BitSet();
    private final Set<Tried> tried = new HashSet<>();
    private final Deque<Choice> choices = new ArrayDeque<>();
    private List<Integer> longest = List.of();
    private long state = Kind.ABSENT;
    private int required;

    private record Tried(BitSet ordered, long state) {}

    private enum Way {
        TAKEN,
        /** Taken, and there to be taken again. */
        TAKEN_ONCE,
        /** Left out for good, at its return. */
        PASSED
    }

    private record Choice(Node call, long before, Way way) {}

    /** A call or a return in a list in the order of time. */
    private static final class Node {
        private final int operation;
        private final boolean isReturn;
        private @Nullable Node previous;
        private @Nullable Node next;
        /** The other end. */
        private @Nullable Node matching;

        Node(int operation, boolean isReturn) {
            this.operation = operation;
            this.isReturn = isReturn;
        }

        void unlink() {
            if (previous != null) {
                previous.next = next;
            }
            if (next != null) {
                next.previous = previous;
            }
        }

        void relink() {
            if (previous != null) {
                previous.next = this;
            }
            if (next != null) {
                next.previous = this;
            }
        }
    }

    private Checker(List<Operation> history) {
        operations = history.stream()
                .filter(o -> o.outcome() != Outcome.UNAVAILABLE)
                .filter(o -> !(o.outcome() == Outcome.UNKNOWN && o.kind().isRead()))
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList();
        link();
    }

    /** What is wrong with the history of one key that was absent at first; {@code null} if nothing is. */
    static @Nullable String check(List<Operation> history) {
        for (Operation operation : history) {
            if (operation.outcome() == Outcome.FAILED) {
                return "an operation has failed: " + operation;
            }
        }
        return new Checker(history).search();
    }

    private record Moment(long time, boolean isReturn, Node node) {}

    private void link() {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if (operation.kind() == Kind.PUT) {
                puts.put(operation.value(), i);
            }
            Node call = new Node(i, false);
            moments.add(new Moment(operation.invoked(), false, call));
            if (operation.outcome() != Outcome.UNKNOWN) {
                Node end = new Node(i, true);
                call.matching = end;
                end.matching = call;
                moments.add(new Moment(operation.returned(), true, end));
            }
            if (operation.outcome() == Outcome.OK) {
                required++;
            }
        }
        // At the same nanosecond nothing is known to have been first: calls go first, which forbids less.
        moments.sort(Comparator.comparingLong(Moment::time).thenComparing(Moment::isReturn));
        Node last = head;
        for (Moment moment : moments) {
            last.next = moment.node();
            moment.node().previous = last;
            last = moment.node();
        }
    }

    private @Nullable String search() {
        Node node = head.next;
        while (required > 0) {
            if (tried.size() > LIMIT) {
                return "undecided after " + LIMIT + " steps:\n" + describe();
            }
            if (node != null && !node.isReturn) {
                node = take(node) ? head.next : node.next;
                continue;
            }
            if (node != null && passBy(node)) {
                node = head.next;
                continue;
            }
            while (!choices.isEmpty() && choices.element().way() == Way.PASSED) {
                // It has no other place.
                undo();
            }
            if (choices.isEmpty()) {
                return "no order explains this:\n" + describe();
            }
            node = undo();
        }
        return null;
    }

    private boolean take(Node call) {
        Operation operation = operations.get(call.operation);
        if (operation.outcome() == Outcome.OK
                && operation.kind().answer(state, operation.expected()) != operation.result()) {
            return false;
        }
        if (operation.kind() == Kind.LOSS && isOrdered(puts.get(operation.value()))) {
            return false;
        }
        long next = operation.kind().next(state, operation.value(), operation.expected());
        // What need not be and changes nothing is as good left for later.
        return (operation.outcome() == Outcome.OK || next != state)
                && choose(call, next, operation.outcome() == Outcome.REPEATED ? Way.TAKEN_ONCE : Way.TAKEN);
    }

    private boolean isOrdered(@Nullable Integer operation) {
        return operation != null && ordered.get(operation);
    }

    private boolean passBy(Node end) {
        Node call = end.matching;
        return call != null
                && switch (operations.get(end.operation).outcome()) {
                    case OPTIONAL, REPEATED -> choose(call, state, Way.PASSED);
                    default -> false;
                };
    }

    private boolean choose(Node call, long next, Way way) {
        if (way != Way.TAKEN_ONCE) {
            ordered.set(call.operation);
        }
        if (!tried.add(new Tried((BitSet) ordered.clone(), next))) {
            ordered.clear(call.operation);
            return false;
        }
        choices.push(new Choice(call, state, way));
        state = next;
        if (way != Way.TAKEN_ONCE) {
            call.unlink();
            if (call.matching != null) {
                call.matching.unlink();
            }
        }
        if (operations.get(call.operation).outcome() == Outcome.OK) {
            required--;
        }
        if (choices.size() > longest.size()) {
            longest = choices.stream().map(choice -> choice.call().operation).toList();
        }
        return true;
    }

    /** Takes the last choice back, and returns where the search goes on. */
    private @Nullable Node undo() {
        Choice choice = choices.pop();
        Node call = choice.call();
        state = choice.before();
        ordered.clear(call.operation);
        if (operations.get(call.operation).outcome() == Outcome.OK) {
            required++;
        }
        if (choice.way() != Way.TAKEN_ONCE) {
            if (call.matching != null) {
                call.matching.relink();
            }
            call.relink();
        }
        return call.next;
    }

    /** The operations with the places that they had in the longest order that was found. */
    private String describe() {
        long origin = operations.get(0).invoked();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < operations.size(); i++) {
            int place = longest.size() - longest.indexOf(i);
            text.append(longest.contains(i) ? "%4d. ".formatted(place) : "   -  ")
                    .append(operations.get(i).describe(origin))
                    .append('\n');
        }
        return text.toString();
    }
}
