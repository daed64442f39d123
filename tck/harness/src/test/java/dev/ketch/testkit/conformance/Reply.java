// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A response frame; bytes are shown as characters (ISO 8859-1). */
record Reply(int opcode, int status, String extras, String key, String value, int opaque, long cas) {
    static final int HEADER_LENGTH = 24;

    static int bodyLength(byte[] header) {
        return ByteBuffer.wrap(header).getInt(8);
    }

    static Reply parse(byte[] header, byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(header);
        if ((in.get() & 0xff) != 0x81) {
            throw new AssertionError("no response frame: " + HexFormat.of().formatHex(header));
        }
        int opcode = in.get() & 0xff;
        int keyLength = in.getShort() & 0xffff;
        int extrasLength = in.get() & 0xff;
        if (in.get() != 0) {
            throw new AssertionError("data type is not 0: " + HexFormat.of().formatHex(header));
        }
        int status = in.getShort() & 0xffff;
        in.getInt();
        int opaque = in.getInt();
        long cas = in.getLong();
        int prefix = extrasLength + keyLength;
        return new Reply(
                opcode,
                status,
                HexFormat.of().formatHex(body, 0, extrasLength),
                new String(body, extrasLength, keyLength, StandardCharsets.ISO_8859_1),
                new String(body, prefix, body.length - prefix, StandardCharsets.ISO_8859_1),
                opaque,
                cas);
    }

    /** All that a client sees of it but opaque and the number of the CAS, such as {@code 00 00 x=00000007 v=abc cas}. */
    String text() {
        return String.format("%02x %02x", opcode, status)
                + (extras.isEmpty() ? "" : " x=" + extras)
                + (key.isEmpty() ? "" : " k=" + key)
                + (value.isEmpty() ? "" : " v=" + value)
                + (cas == 0 ? "" : " cas");
    }

    /** The value of an INCR or DECR. */
    long number() {
        return ByteBuffer.wrap(Request.latin1(value)).getLong();
    }
}
