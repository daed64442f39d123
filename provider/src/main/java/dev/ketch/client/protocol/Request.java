// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.util.List;
import java.util.Objects;

/**
 * One command to a server, without its opaque (the connection gives it one).
 *
 * <p>The arrays are not copied: who makes a request no longer changes them. A value may consist of two parts, so that
 * an item's header and its payload need not be joined in memory.
 *
 * @param opcode the command
 * @param key the key, 0 bytes for commands that have none
 * @param flags the item's flags (stores only)
 * @param exptime the expiry as the protocol has it, an unsigned 32-bit number of seconds (stores, touch, GAT, counters)
 * @param cas the CAS that the item must still have, or 0 for no condition
 * @param delta what a counter is moved by
 * @param initial what a counter starts with where there is none
 * @param head the first part of the value
 * @param tail the second part of the value
 */
public record Request(
        Opcode opcode,
        byte[] key,
        int flags,
        int exptime,
        long cas,
        long delta,
        long initial,
        byte[] head,
        byte[] tail) {
    private static final byte[] NONE = new byte[0];

    /** The first number that is not relative: a second of January 1970, before any server was started. */
    private static final int EXPIRED = 30 * 24 * 60 * 60 + 1;

    /** Longest key that a server accepts, in bytes; it closes the connection on a longer one. */
    public static final int MAX_KEY_LENGTH = 250;

    public Request {
        Objects.requireNonNull(opcode, "opcode");
        if (key.length > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes is longer than the " + MAX_KEY_LENGTH
                    + " bytes that memcached takes");
        }
    }

    private static Request keyed(Opcode opcode, byte[] key, long cas) {
        if (key.length == 0) {
            throw new IllegalArgumentException("memcached takes no empty key");
        }
        return new Request(opcode, key, 0, 0, cas, 0, 0, NONE, NONE);
    }

    /** What is left of a request when only its opcode still matters; never to be sent. */
    public static Request outline(Opcode opcode) {
        return new Request(opcode, NONE, 0, 0, 0, 0, 0, NONE, NONE);
    }

    public static Request get(byte[] key) {
        return keyed(Opcode.GET, key, 0);
    }

    /** A get that is silent on a miss. */
    public static Request getQuiet(byte[] key) {
        return keyed(Opcode.GETQ, key, 0);
    }

    /** Reads an item and gives it a new expiry. */
    public static Request getAndTouch(byte[] key, int exptime) {
        return new Request(Opcode.GAT, key, 0, exptime, 0, 0, 0, NONE, NONE);
    }

    public static Request getAndTouchQuiet(byte[] key, int exptime) {
        return new Request(Opcode.GATQ, key, 0, exptime, 0, 0, 0, NONE, NONE);
    }

    /**
     * Reads an item and lets it die, in one step: a removal that tells what it has removed. Silent on a miss. The server
     * answers with the value although it is past its time when the answer is sent; it frees the memory when it next meets
     * the item.
     */
    public static Request getAndExpireQuiet(byte[] key) {
        return getAndTouchQuiet(key, EXPIRED);
    }

    /**
     * Whether it changes nothing, but for the time when its item ends, if it is to give it another: to send it twice is as
     * good as once, and nobody has to know whether it was done.
     */
    public boolean isRead() {
        return switch (opcode) {
            case GET, GETQ, GETK, GETKQ, NOOP, VERSION -> true;
            case GAT, GATQ, GATK, GATKQ -> !expires();
            default -> false;
        };
    }

    /** Whether all are reads. */
    public static boolean areReads(List<Request> requests) {
        for (Request request : requests) {
            if (!request.isRead()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it gives its item, if there is one, a time in the past. */
    public boolean expires() {
        return exptime == EXPIRED;
    }

    public static Request touch(byte[] key, int exptime) {
        return new Request(Opcode.TOUCH, key, 0, exptime, 0, 0, 0, NONE, NONE);
    }

    /**
     * A store: one of SET, ADD, REPLACE and their quiet forms.
     *
     * @param cas the CAS that the item must still have, or 0; always 0 with ADD, which the server would otherwise take
     *     for a SET
     */
    public static Request store(Opcode opcode, byte[] key, int flags, int exptime, byte[] head, byte[] tail, long cas) {
        switch (opcode) {
            case SET, SETQ, REPLACE, REPLACEQ -> {}
            case ADD, ADDQ -> {
                if (cas != 0) {
                    throw new IllegalArgumentException("ADD with a CAS is a SET to memcached; send CAS 0");
                }
            }
            default -> throw new IllegalArgumentException(opcode + " is not a store");
        }
        return new Request(opcode, key, flags, exptime, cas, 0, 0, head, tail);
    }

    public static Request delete(byte[] key, long cas) {
        return keyed(Opcode.DELETE, key, cas);
    }

    public static Request deleteQuiet(byte[] key, long cas) {
        return keyed(Opcode.DELETEQ, key, cas);
    }

    /**
     * Moves a counter up; where there is none it starts with {@code initial}, unmoved, unless {@code exptime} is {@code
     * 0xffffffff}.
     */
    public static Request increment(byte[] key, long delta, long initial, int exptime) {
        return new Request(Opcode.INCREMENT, key, 0, exptime, 0, delta, initial, NONE, NONE);
    }

    public static Request noop() {
        return new Request(Opcode.NOOP, NONE, 0, 0, 0, 0, 0, NONE, NONE);
    }

    /** Length of the value in bytes. */
    public int valueLength() {
        return head.length + tail.length;
    }

    @Override
    public String toString() {
        return opcode
                + (key.length == 0 ? "" : " [" + new String(key, java.nio.charset.StandardCharsets.ISO_8859_1) + "]");
    }
}
