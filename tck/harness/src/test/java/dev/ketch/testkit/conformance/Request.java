// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request frame. Immutable; the lengths follow from the parts unless they are forged. */
final class Request {
    static final int NEVER = 0;
    static final int NO_CREATE = 0xffff_ffff;

    private static final byte[] EMPTY = new byte[0];

    private final int opcode;
    private final byte[] key;
    private final byte[] extras;
    private final byte[] value;
    private final long cas;
    private final int opaque;

    private Request(int opcode, byte[] key, byte[] extras, byte[] value, long cas, int opaque) {
        this.opcode = opcode;
        this.key = key;
        this.extras = extras;
        this.value = value;
        this.cas = cas;
        this.opaque = opaque;
    }

    static Request of(int opcode) {
        return new Request(opcode, EMPTY, EMPTY, EMPTY, 0, 0);
    }

    static Request of(int opcode, String key) {
        return of(opcode).key(key);
    }

    /** SET, ADD, REPLACE and their quiet forms, with flags 0, for ever. */
    static Request store(int opcode, String key, String value) {
        return store(opcode, key, value, 0, NEVER);
    }

    static Request store(int opcode, String key, String value, int flags, int exptime) {
        return of(opcode, key)
                .extras(ByteBuffer.allocate(8).putInt(flags).putInt(exptime).array())
                .value(value);
    }

    static Request set(String key, String value) {
        return store(Op.SET, key, value);
    }

    static Request get(String key) {
        return of(Op.GET, key);
    }

    static Request delete(String key) {
        return of(Op.DELETE, key);
    }

    /** INCR, DECR and their quiet forms. */
    static Request count(int opcode, String key, long delta, long initial, int exptime) {
        return of(opcode, key)
                .extras(ByteBuffer.allocate(20)
                        .putLong(delta)
                        .putLong(initial)
                        .putInt(exptime)
                        .array());
    }

    /** TOUCH, GAT, GATK and their quiet forms. */
    static Request touch(int opcode, String key, int exptime) {
        return of(opcode, key).extras(exptime);
    }

    Request key(String newKey) {
        return new Request(opcode, latin1(newKey), extras, value, cas, opaque);
    }

    Request extras(byte... newExtras) {
        return new Request(opcode, key, newExtras, value, cas, opaque);
    }

    Request extras(int number) {
        return extras(ByteBuffer.allocate(4).putInt(number).array());
    }

    Request value(String newValue) {
        return new Request(opcode, key, extras, latin1(newValue), cas, opaque);
    }

    Request cas(long newCas) {
        return new Request(opcode, key, extras, value, newCas, opaque);
    }

    Request opaque(int newOpaque) {
        return new Request(opcode, key, extras, value, cas, newOpaque);
    }

    byte[] bytes() {
        return bytes(key.length, extras.length, key.length + extras.length + value.length);
    }

    /** Returns the frame with lengths in its header that need not fit. */
    byte[] bytes(int keyLength, int extrasLength, int bodyLength) {
        return ByteBuffer.allocate(24 + extras.length + key.length + value.length)
                .put((byte) 0x80)
                .put((byte) opcode)
                .putShort((short) keyLength)
                .put((byte) extrasLength)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(bodyLength)
                .putInt(opaque)
                .putLong(cas)
                .put(extras)
                .put(key)
                .put(value)
                .array();
    }

    @Override
    public String toString() {
        String shown = value.length > 40 ? value.length + " bytes" : Arrays.toString(value);
        return String.format(
                "%02x key=%s extras=%s value=%s cas=%d",
                opcode, new String(key, StandardCharsets.ISO_8859_1), Arrays.toString(extras), shown, cas);
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
