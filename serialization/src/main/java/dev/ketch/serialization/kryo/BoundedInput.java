// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;

/** An input over an array that never allocates for more elements than the bytes left can hold. */
final class BoundedInput extends Input {

    private static final byte[] NOTHING = {};
    private static final int INITIAL_CHARS = 32;
    private static final int KEPT_CHARS = 32 << 10;

    private final int maxArrayLength;

    /**
     * Lists within lists may each claim as many elements as there are bytes left, but no byte is the element of two.
     * Doubled, since a length may be looked at by a method and by the one that it is built on.
     */
    private long bytesToClaim;

    BoundedInput(byte[] bytes, int offset, int length, int maxArrayLength) {
        super(bytes, offset, length);
        this.maxArrayLength = maxArrayLength;
        this.bytesToClaim = 2L * length;
    }

    @Override
    public void setBuffer(byte[] bytes, int offset, int count) {
        super.setBuffer(bytes, offset, count);
        bytesToClaim = 2L * count;
    }

    /** Lets go of the bytes, and of the room for characters if a text made it large. */
    void release() {
        setBuffer(NOTHING);
        if (chars.length > KEPT_CHARS) {
            chars = new char[INITIAL_CHARS];
        }
    }

    /** Returns the length that follows, for elements of at least one byte each. */
    int readLength() {
        return checkLength(readVarInt(true), 1);
    }

    int checkLength(int length, int bytesEach) {
        claim(length, bytesEach);
        if (length > maxArrayLength) {
            throw new KryoException("length " + length + ", more than " + maxArrayLength + " are not read");
        }
        return length;
    }

    /** Returns a length in bytes of what has elements, if any, that are counted elsewhere. */
    int checkBytes(int length) {
        return claim(length, 1);
    }

    private int claim(int length, int bytesEach) {
        if (length < 0 || (long) length * bytesEach > limit - position) {
            throw new KryoException("length " + length + " with " + (limit - position) + " bytes left");
        }
        bytesToClaim -= (long) length * bytesEach;
        if (bytesToClaim < 0) {
            throw new KryoException("lengths that add up to more than the bytes of the value");
        }
        return length;
    }

    @Override
    public String readString() {
        checkText();
        return super.readString();
    }

    @Override
    public StringBuilder readStringBuilder() {
        checkText();
        return super.readStringBuilder();
    }

    /** Only text beyond ASCII is preceded by its length; ASCII runs up to a marked byte. */
    private void checkText() {
        int start = position;
        if (readVarIntFlag()) {
            claim(Math.max(0, readVarIntFlag(true) - 1), 1);
        }
        position = start;
    }

    @Override
    public byte[] readBytes(int length) {
        return super.readBytes(checkLength(length, 1));
    }

    @Override
    public int[] readInts(int length) {
        return super.readInts(checkLength(length, 1));
    }

    @Override
    public int[] readInts(int length, boolean optimizePositive) {
        return super.readInts(checkLength(length, 1), optimizePositive);
    }

    @Override
    public long[] readLongs(int length) {
        return super.readLongs(checkLength(length, 1));
    }

    @Override
    public long[] readLongs(int length, boolean optimizePositive) {
        return super.readLongs(checkLength(length, 1), optimizePositive);
    }

    @Override
    public float[] readFloats(int length) {
        return super.readFloats(checkLength(length, 4));
    }

    @Override
    public double[] readDoubles(int length) {
        return super.readDoubles(checkLength(length, 8));
    }

    @Override
    public short[] readShorts(int length) {
        return super.readShorts(checkLength(length, 2));
    }

    @Override
    public char[] readChars(int length) {
        return super.readChars(checkLength(length, 2));
    }

    @Override
    public boolean[] readBooleans(int length) {
        return super.readBooleans(checkLength(length, 1));
    }
}
