// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/**
 * Makes servers of others: ones that do not look at the CAS of a request. It is set to 0 in whatever writes, which in the
 * protocol is a write without condition. Only in chunks that are whole frames, which small ones are.
 */
final class CasEraser implements UnaryOperator<byte[]> {
    private static final byte REQUEST = (byte) 0x80;
    private static final int HEADER = 24;
    private static final int OPCODE_AT = 1;
    private static final int BODY_LENGTH_AT = 8;
    private static final int CAS_AT = 16;

    @Override
    public byte[] apply(byte[] chunk) {
        ByteBuffer frames = ByteBuffer.wrap(chunk);
        int at = 0;
        while (at + HEADER <= chunk.length && chunk[at] == REQUEST) {
            int length = HEADER + frames.getInt(at + BODY_LENGTH_AT);
            // SET, REPLACE, DELETE, and their quiet forms.
            switch (chunk[at + OPCODE_AT]) {
                case 0x01, 0x03, 0x04, 0x11, 0x13, 0x14 -> frames.putLong(at + CAS_AT, 0);
                default -> {}
            }
            at += length;
        }
        return chunk;
    }
}
