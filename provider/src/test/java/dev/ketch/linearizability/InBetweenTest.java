// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.UnknownOutcomeException;
import dev.ketch.linearizability.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One JVM's operation, and everything that another JVM may do between any two of its frames: before its packets, between
 * the read and the write with its CAS, and between the frames of one packet. What both see has to be in order.
 */
@Timeout(600)
class InBetweenTest extends BetweenFrames {
    private int cases;

    /** Whether this JVM's operations are those on many keys. */
    private boolean inBatches;

    /** Whether they are the asynchronous ones. */
    private boolean byStages;

    /** Whether a put into which a clear came may have been written in vain, and not again. */
    private boolean givesWay;

    /** What is there when the operation begins. */
    private enum Before {
        ABSENT,
        LIVE,
        /** It was cleared, and this JVM knows. */
        CLEARED,
        /** It was cleared, and this JVM does not know. */
        CLEARED_UNNOTICED,
        /** It was cleared and put again, and this JVM does not know. */
        PUT_AGAIN_UNNOTICED
    }

    /** What the other JVM may do in between, up to so many steps; it looks after each. */
    private static List<List<Kind>> scripts(int longest) {
        List<List<Kind>> all = new ArrayList<>(List.of(List.of()));
        int from = 0;
        for (int length = 1; length <= longest; length++) {
            int to = all.size();
            for (List<Kind> shorter : List.copyOf(all.subList(from, to))) {
                for (Kind step : List.of(Kind.CLEAR, Kind.PUT, Kind.PUT_IF_ABSENT, Kind.REMOVE)) {
                    List<Kind> script = new ArrayList<>(shorter);
                    script.add(step);
                    all.add(script);
                }
            }
            from = to;
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLEAR", "LOSS"})
    void everythingIsInOrder(Kind kind) {
        check(kind, scripts(2));
    }

    /** Those that have a way of their own; the others are the same on another thread. */
    @ParameterizedTest
    @EnumSource(names = {"GET", "CONTAINS", "PUT", "REMOVE"})
    void everythingIsInOrderWithoutWaiting(Kind kind) {
        byStages = true;
        check(kind, scripts(1));
    }

    @Test
    void eachKeyOfABatchIsInOrderWithoutWaiting() {
        byStages = true;
        inBatches = true;
        check(Kind.GET, scripts(1));
    }

    @ParameterizedTest
    @Tag("full")
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLEAR", "LOSS"})
    void everythingIsInOrderWithoutWaitingForLong(Kind kind) {
        byStages = true;
        check(kind, scripts(3));
    }

    @ParameterizedTest
    @Tag("full")
    @EnumSource(names = {"GET", "PUT", "INVOKE_SWAP", "INVOKE_TOGGLE"})
    void eachKeyOfABatchIsInOrderWithoutWaitingForLong(Kind kind) {
        byStages = true;
        inBatches = true;
        givesWay = kind == Kind.PUT;
        check(kind, scripts(3));
    }

    @ParameterizedTest
    @EnumSource(names = {"GET", "PUT", "INVOKE_SWAP", "INVOKE_TOGGLE"})
    void eachKeyOfABatchIsInOrder(Kind kind) {
        inBatches = true;
        givesWay = kind == Kind.PUT;
        check(kind, batchScripts());
    }

    /** The last one leaves no item, as at first. */
    private static List<List<Kind>> batchScripts() {
        List<List<Kind>> all = scripts(2);
        all.add(List.of(Kind.PUT_IF_ABSENT, Kind.CLEAR, Kind.REMOVE));
        return all;
    }

    @ParameterizedTest
    @Tag("full")
    @EnumSource(names = {"GET", "PUT", "INVOKE_SWAP", "INVOKE_TOGGLE"})
    void eachKeyOfABatchIsInOrderForLong(Kind kind) {
        inBatches = true;
        givesWay = kind == Kind.PUT;
        check(kind, scripts(4));
    }

    /** With a policy that has to know whether an entry is created. */
    @Test
    void eachKeyThatIsPutInABatchAfterAReadIsInOrder() {
        here.getCacheManager().destroyCache("register");
        here = here(new MutableConfiguration<String, Long>()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_DAY)));
        inBatches = true;
        check(Kind.PUT, batchScripts());
    }

    /** With reads that touch what they read. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsThatMoveTheDeadlineAreInOrder(boolean batches) {
        for (Cache<String, Long> cache : List.of(here, there)) {
            cache.getCacheManager().destroyCache("register");
        }
        MutableConfiguration<String, Long> touched = new MutableConfiguration<String, Long>()
                .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.TEN_MINUTES));
        here = here(touched);
        there = open(second, server.address(), touched);
        inBatches = batches;
        check(Kind.GET, batches ? batchScripts() : scripts(2));
    }

    @ParameterizedTest
    @Tag("full")
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLEAR", "LOSS"})
    void everythingIsInOrderForLong(Kind kind) {
        check(kind, scripts(4));
    }

    /** Two visits of the other JVM to one operation. */
    @ParameterizedTest
    @Tag("full")
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLEAR", "LOSS"})
    void everythingIsInOrderAfterTwoVisits(Kind kind) {
        List<String> violations = new ArrayList<>();
        for (Before before : Before.values()) {
            for (List<Kind> script : scripts(1)) {
                for (List<Kind> next : scripts(2)) {
                    int gap = 1;
                    while (visitTwice(kind, before, script, next, gap, violations)) {
                        gap++;
                    }
                }
            }
        }
        System.out.println("In between, twice: " + violations.size() + " violations in " + cases + " cases of " + kind);
        assertThat(violations).isEmpty();
    }

    private boolean visitTwice(
            Kind kind, Before before, List<Kind> script, List<Kind> next, int gap, List<String> violations) {
        int frame = 1;
        while (happens(kind, before, List.of(script, next), frame, gap, violations)) {
            frame++;
        }
        return frame > 1;
    }

    private void check(Kind kind, List<List<Kind>> scripts) {
        List<String> violations = new ArrayList<>();
        for (Before before : Before.values()) {
            for (List<Kind> script : scripts) {
                int frame = 1;
                while (happens(kind, before, List.of(script), frame, 0, violations)) {
                    frame++;
                }
                // Before the first and before each further frame, of which there is at least a second.
                assertThat(frame).isGreaterThan(2);
            }
        }
        System.out.println("In between: " + violations.size() + " violations in " + cases + " cases of " + kind);
        assertThat(violations).isEmpty();
    }

    /**
     * @param visits what the other JVM does, once or twice
     * @param frame before which it comes
     * @param gap how many frames later it comes again
     * @return whether the operation had so many frames
     */
    private boolean happens(
            Kind kind, Before before, List<List<Kind>> visits, int frame, int gap, List<String> violations) {
        String key = kind + "-" + cases++;
        List<Operation> history = prepare(key, before);
        List<Operation> between = new ArrayList<>();
        long value = 100;
        relay.before(frame, () -> {
            visit(key, visits.get(0), 200, between);
            if (visits.size() > 1) {
                relay.before(gap, () -> visit(key, visits.get(1), 300, between));
            }
        });
        Operation ours = call("here", key, kind, value, 1, () -> perform(key, kind, value));
        boolean happened = relay.disarm();
        history.add(ours);
        history.addAll(between);
        history.add(call("there", there, key, Kind.GET, 0, 0));
        history.add(call("here", here, key, Kind.GET, 0, 0));
        if (kind == Kind.PUT && (before == Before.PUT_AGAIN_UNNOTICED || visits.size() > 1)) {
            // Of a JVM that does not know of a clear it is written twice, the first time in vain.
            history.add(Operation.optional(Kind.LOSS, "s", key, ours.invoked(), ours.returned()));
        }
        if (givesWay) {
            // After a clear that came in it may have been written in vain for the last time.
            history.add(Operation.optional(Kind.LOSS, "s", key, ours.invoked(), ours.returned()));
        }
        String violation = Checker.check(history);
        if (violation == null && ours.outcome() == Outcome.UNKNOWN && clears(history) < 2) {
            violation = "an unknown outcome although it was cleared once at most";
        }
        if (violation != null) {
            violations.add(before + ", then " + visits + " before frame " + frame + " of " + kind
                    + (gap == 0 ? "" : " and " + gap + " later") + ": " + violation);
        }
        return happened;
    }

    private long perform(String key, Kind kind, long value) {
        if (inBatches) {
            return byStages
                    ? Stages.performInBatch(here, key, kind, value)
                    : Caller.performInBatch(here, key, kind, value);
        }
        return byStages ? Stages.perform(here, key, kind, value, 1) : Caller.perform(here, key, kind, value, 1);
    }

    private static long clears(List<Operation> history) {
        return history.stream().filter(o -> o.kind() == Kind.CLEAR).count();
    }

    private void visit(String key, List<Kind> script, long firstValue, List<Operation> between) {
        long value = firstValue;
        between.add(call("there", there, key, Kind.GET, 0, 0));
        for (Kind theirs : script) {
            between.add(call("there", there, key, theirs, value++, 0));
            between.add(call("there", there, key, Kind.GET, 0, 0));
        }
    }

    private List<Operation> prepare(String key, Before before) {
        List<Operation> history = new ArrayList<>();
        if (before == Before.ABSENT) {
            here.get(key);
            return history;
        }
        history.add(call("here", here, key, Kind.PUT, 1, 0));
        if (before != Before.LIVE) {
            history.add(call("there", there, key, Kind.CLEAR, 0, 0));
        }
        if (before == Before.CLEARED) {
            history.add(call("here", here, key, Kind.GET, 0, 0));
        }
        if (before == Before.PUT_AGAIN_UNNOTICED) {
            history.add(call("there", there, key, Kind.PUT, 1, 0));
        }
        return history;
    }

    private static Operation call(
            String caller, Cache<String, Long> cache, String key, Kind kind, long value, long expected) {
        return call(caller, key, kind, value, expected, () -> Caller.perform(cache, key, kind, value, expected));
    }

    private static Operation call(
            String caller, String key, Kind kind, long value, long expected, LongSupplier action) {
        long invoked = System.nanoTime();
        Outcome outcome = Outcome.OK;
        long result = 0;
        try {
            result = action.getAsLong();
        } catch (UnknownOutcomeException e) {
            outcome = Outcome.UNKNOWN;
        }
        return new Operation(caller, "s", key, kind, value, expected, outcome, result, invoked, System.nanoTime());
    }
}
