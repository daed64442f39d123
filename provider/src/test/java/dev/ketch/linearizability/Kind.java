// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

/**
 * What is done to a key, and what it has to answer: a register that is absent or has a value. Values are positive; 0 is
 * absence, {@code null} and {@code false}, 1 is {@code true}.
 */
enum Kind {
    GET(Answer.OLD),
    CONTAINS(Answer.PRESENT),
    PUT(Answer.NOTHING),
    PUT_IF_ABSENT(Answer.DONE),
    REPLACE(Answer.DONE),
    REPLACE_EQUAL(Answer.DONE),
    GET_AND_PUT(Answer.OLD),
    GET_AND_REPLACE(Answer.OLD),
    GET_AND_REMOVE(Answer.OLD),
    REMOVE(Answer.PRESENT),
    REMOVE_EQUAL(Answer.DONE),
    /** A processor that returns what is there and sets another value. */
    INVOKE_SWAP(Answer.OLD),
    /** A processor that returns what is there and removes it; where nothing is, it sets a value. */
    INVOKE_TOGGLE(Answer.OLD),
    CLEAR(Answer.NOTHING),
    /** Not an operation: the server may have lost the entry. */
    LOSS(Answer.NOTHING);

    static final long ABSENT = 0;

    private enum Answer {
        NOTHING,
        OLD,
        PRESENT,
        DONE
    }

    private final Answer answer;

    Kind(Answer answer) {
        this.answer = answer;
    }

    boolean isRead() {
        return this == GET || this == CONTAINS;
    }

    /** Whether it changes the key only if what is there is what it wants. */
    private boolean holds(long state, long expected) {
        return switch (this) {
            case GET, CONTAINS -> false;
            case PUT_IF_ABSENT -> state == ABSENT;
            case REPLACE, GET_AND_REPLACE, GET_AND_REMOVE, REMOVE -> state != ABSENT;
            case REPLACE_EQUAL, REMOVE_EQUAL -> state != ABSENT && state == expected;
            case PUT, GET_AND_PUT, INVOKE_SWAP, INVOKE_TOGGLE, CLEAR, LOSS -> true;
        };
    }

    /** What is there after it. */
    long next(long state, long value, long expected) {
        if (!holds(state, expected)) {
            return state;
        }
        return switch (this) {
            case GET_AND_REMOVE, REMOVE, REMOVE_EQUAL, CLEAR, LOSS -> ABSENT;
            case INVOKE_TOGGLE -> state == ABSENT ? value : ABSENT;
            default -> value;
        };
    }

    /** What it answers. */
    long answer(long state, long expected) {
        return switch (answer) {
            case NOTHING -> 0;
            case OLD -> state;
            case PRESENT -> state == ABSENT ? 0 : 1;
            case DONE -> holds(state, expected) ? 1 : 0;
        };
    }
}
