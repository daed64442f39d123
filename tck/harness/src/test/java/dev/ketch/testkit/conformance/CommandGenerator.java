// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import java.util.Random;

/**
 * Random requests on few keys, so that hits, misses and conflicts are all frequent. A CAS is drawn from what the server
 * in question gave before, by its position in the sequence, so that two servers get requests that mean the same.
 *
 * <p>No key and no value holds a minus sign, for the reason in {@link LargeCounterTest}.
 */
final class CommandGenerator {
    /** Which CAS a request carries. */
    enum CasChoice {
        NONE,
        LATEST_OF_KEY,
        OLDER,
        WRONG
    }

    /** A request whose CAS is still to be filled in. */
    record Step(Request request, String key, CasChoice cas) {}

    private static final int KEYS = 6;
    private static final int PAST = 2_592_001;
    private static final int[] TIMES = {0, 0, 0, 100, -1, 2_592_000, PAST};
    private static final int[] STORES = {Op.SET, Op.SETQ, Op.ADD, Op.ADDQ, Op.REPLACE, Op.REPLACEQ};
    private static final int[] JOINS = {Op.APPEND, Op.APPENDQ, Op.PREPEND, Op.PREPENDQ};
    private static final int[] READS = {Op.GET, Op.GETQ, Op.GETK, Op.GETKQ};
    private static final int[] TOUCHES = {Op.TOUCH, Op.GAT, Op.GATQ, Op.GATK, Op.GATKQ};
    private static final int[] COUNTS = {Op.INCR, Op.INCRQ, Op.DECR, Op.DECRQ};
    private static final int[] DELETES = {Op.DELETE, Op.DELETEQ};
    private static final long[] DELTAS = {0, 1, 1, 7, 1000, -1, Long.MIN_VALUE};
    private static final String[] VALUES = {"", "0", "5", "99", "100", "18446744073709551615", "abc", " 7", "12 x", "x3"
    };

    private final Random random;
    private final String prefix;

    CommandGenerator(long seed, String prefix) {
        this.random = new Random(seed);
        this.prefix = prefix;
    }

    Step next() {
        String key = prefix + random.nextInt(KEYS);
        int kind = random.nextInt(100);
        if (kind < 30) {
            Request store = Request.store(pick(STORES), key, value(), random.nextInt(3), pick(TIMES));
            return new Step(store, key, anyCas());
        } else if (kind < 50) {
            return new Step(Request.of(pick(READS), key), key, CasChoice.NONE);
        } else if (kind < 60) {
            return new Step(Request.of(pick(JOINS), key).value(value()), key, anyCas());
        } else if (kind < 70) {
            return new Step(Request.touch(pick(TOUCHES), key, pick(TIMES)), key, CasChoice.NONE);
        } else if (kind < 88) {
            int time = random.nextInt(3) == 0 ? Request.NO_CREATE : pick(TIMES);
            return new Step(Request.count(pick(COUNTS), key, delta(), delta(), time), key, anyCas());
        } else if (kind < 97) {
            return new Step(Request.of(pick(DELETES), key), key, anyCas());
        } else if (kind < 98) {
            return new Step(Request.store(pick(STORES), key, "x".repeat(1 << 20)), key, anyCas());
        }
        return new Step(Request.of(kind == 98 ? Op.FLUSH : Op.FLUSHQ), key, CasChoice.NONE);
    }

    private CasChoice anyCas() {
        int choice = random.nextInt(10);
        return switch (choice) {
            case 0, 1 -> CasChoice.LATEST_OF_KEY;
            case 2 -> CasChoice.OLDER;
            case 3 -> CasChoice.WRONG;
            default -> CasChoice.NONE;
        };
    }

    private String value() {
        return random.nextInt(8) == 0 ? "x".repeat(random.nextInt(5000)) : VALUES[random.nextInt(VALUES.length)];
    }

    private long delta() {
        return DELTAS[random.nextInt(DELTAS.length)];
    }

    private int pick(int[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
