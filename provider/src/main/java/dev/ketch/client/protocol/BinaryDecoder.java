// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes binary responses. A claimed length is never allocated at once: the array of a large value grows with what has
 * arrived, so that a damaged or hostile header costs no memory.
 */
final class BinaryDecoder implements ResponseDecoder {
    private static final byte[] NONE = new byte[0];
    private static final int RESPONSE_MAGIC = 0x81;
    private static final int LONGEST_EXTRAS = 255;
    private static final int FIRST_PIECE = 64 << 10;

    /** No memcached can be set to take larger items; so sums of lengths stay within an {@code int}. */
    private static final int LARGEST_VALUE = 1 << 30;

    private static final String DAMAGED = ", so the stream is damaged; check that memcached is there, and that nothing"
            + " in between changes what it sends";

    private final byte[] buffer;
    private int start;
    private int end;
    private int maxValueLength;

    /** The value being received if it does not fit the buffer: its bytes so far, how many, and how many in all. */
    private byte @Nullable [] large;

    private int largeFilled;
    private int largeLength;

    // The current response; while a large value is being received, all of it but the value.
    private byte opcode;
    private int opaque;
    private int statusCode;
    private long cas;
    private int flags;
    private byte[] key = NONE;
    private boolean last;
    private @Nullable Response response;

    BinaryDecoder(int bufferSize, int maxValueLength) {
        int least = 2 * (BinaryCodec.HEADER + LONGEST_EXTRAS + Request.MAX_KEY_LENGTH);
        this.buffer = new byte[Math.max(bufferSize, least)];
        maxValueLength(maxValueLength);
    }

    @Override
    public void maxValueLength(int length) {
        // A server tells its limit itself, so this is no more to be trusted than the rest of what it sends.
        maxValueLength = Math.max(0, Math.min(length, LARGEST_VALUE));
    }

    @Override
    public byte[] array() {
        byte[] l = large;
        return l != null ? l : buffer;
    }

    @Override
    public int offset() {
        return large != null ? largeFilled : end;
    }

    @Override
    public int room() {
        return array().length - offset();
    }

    @Override
    public void received(int count) {
        if (large != null) {
            largeFilled += count;
        } else {
            end += count;
        }
    }

    @Override
    public boolean next() throws ProtocolException {
        response = null;
        byte[] l = large;
        if (l != null) {
            return continueLarge(l);
        }
        int available = end - start;
        if (available > 0 && (buffer[start] & 0xff) != RESPONSE_MAGIC) {
            if (Surprise.isUndecided(buffer, start, end)) {
                compact();
                return false;
            }
            throw Surprise.of(buffer, start, end);
        }
        if (available < BinaryCodec.HEADER) {
            compact();
            return false;
        }
        int keyLength = shortAt(start + 2);
        int extras = buffer[start + 4] & 0xff;
        int bodyLength = intAt(start + 8);
        int valueLength = check(keyLength, extras, bodyLength);
        checkOpcode(buffer[start + 1], shortAt(start + 6), keyLength, extras);
        int valueStart = start + BinaryCodec.HEADER + extras + keyLength;
        if (valueStart > end) {
            compact();
            return false;
        }
        boolean fits = valueStart - start + valueLength <= buffer.length;
        if (fits && valueStart + valueLength > end) {
            compact();
            return false;
        }
        header(keyLength, extras, bodyLength);
        if (fits) {
            start = valueStart + valueLength;
            finish(valueLength == 0 ? NONE : Arrays.copyOfRange(buffer, valueStart, start));
            return true;
        }
        largeLength = valueLength;
        largeFilled = end - valueStart;
        byte[] piece = new byte[Math.min(valueLength, Math.max(FIRST_PIECE, 2 * largeFilled))];
        System.arraycopy(buffer, valueStart, piece, 0, largeFilled);
        large = piece;
        start = 0;
        end = 0;
        return false;
    }

    private boolean continueLarge(byte[] l) {
        if (largeFilled < l.length) {
            return false;
        }
        if (l.length < largeLength) {
            large = Arrays.copyOf(l, (int) Math.min(largeLength, 4L * l.length));
            return false;
        }
        large = null;
        finish(l);
        return true;
    }

    private int check(int keyLength, int extras, int bodyLength) throws ProtocolException {
        if (keyLength > Request.MAX_KEY_LENGTH) {
            throw new ProtocolException("a response with a key of " + keyLength
                    + " bytes came; memcached has none over " + Request.MAX_KEY_LENGTH + DAMAGED);
        }
        if (bodyLength < 0 || bodyLength - extras - keyLength > maxValueLength) {
            throw new ProtocolException("a response of " + Integer.toUnsignedString(bodyLength)
                    + " bytes came, but a value has at most " + maxValueLength + DAMAGED);
        }
        if (extras + keyLength > bodyLength) {
            throw new ProtocolException("a response of " + bodyLength + " bytes with " + extras
                    + " bytes of extras and " + keyLength + " of key came" + DAMAGED);
        }
        return bodyLength - extras - keyLength;
    }

    /** Key and extras that an answer cannot have: with them its value would not begin where the server means it to. */
    private static void checkOpcode(byte opcode, int statusCode, int keyLength, int extras) throws ProtocolException {
        boolean ok = statusCode == 0;
        boolean damaged = Opcode.isGet(opcode) && ok && extras != 4 || keyLength > 0 && !Opcode.answersWithKey(opcode);
        if (damaged) {
            throw new ProtocolException("an answer to opcode " + (opcode & 0xff) + " with " + keyLength
                    + " bytes of key and " + extras + " of extras came" + DAMAGED);
        }
    }

    private void header(int keyLength, int extras, int bodyLength) {
        opcode = buffer[start + 1];
        statusCode = shortAt(start + 6);
        opaque = intAt(start + 12);
        cas = ((long) intAt(start + 16) << 32) | (intAt(start + 20) & 0xffffffffL);
        int body = start + BinaryCodec.HEADER;
        flags = extras >= 4 ? intAt(body) : 0;
        key = keyLength == 0 ? NONE : Arrays.copyOfRange(buffer, body + extras, body + extras + keyLength);
        last = opcode != Opcode.STAT.code() || statusCode != 0 || bodyLength == 0;
    }

    private void finish(byte[] value) {
        response = new Response(Status.of(statusCode), statusCode, cas, flags, key, value);
    }

    /** Moves an incomplete response to the front once the room behind it gets short. */
    private void compact() {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (start > 0 && buffer.length - end < buffer.length / 2) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
    }

    private int shortAt(int i) {
        return ((buffer[i] & 0xff) << 8) | (buffer[i + 1] & 0xff);
    }

    private int intAt(int i) {
        return (shortAt(i) << 16) | shortAt(i + 2);
    }

    @Override
    public int opaque() {
        return opaque;
    }

    @Override
    public byte opcode() {
        return opcode;
    }

    @Override
    public boolean isLast() {
        return last;
    }

    @Override
    public Response response() {
        Response r = response;
        if (r == null) {
            throw new IllegalStateException("no response yet, or it was handed out before");
        }
        response = null;
        return r;
    }
}
