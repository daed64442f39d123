// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.nio.ByteBuffer;

/**
 * The header of a request.
 *
 * @param opcode the byte sent, which every reply repeats
 * @param bodyLength unsigned 32-bit length of extras, key and value together
 * @param opaque repeated by every reply
 */
record Frame(int magic, int opcode, int keyLength, int extrasLength, long bodyLength, int opaque, long cas) {
    static final int HEADER_LENGTH = 24;
    static final int REQUEST_MAGIC = 0x80;
    static final int RESPONSE_MAGIC = 0x81;

    static Frame parse(ByteBuffer header) {
        int magic = header.get() & 0xff;
        int opcode = header.get() & 0xff;
        int keyLength = header.getShort() & 0xffff;
        int extrasLength = header.get() & 0xff;
        header.get(); // data type, which memcached ignores
        header.getShort(); // vbucket, which memcached ignores
        long bodyLength = header.getInt() & 0xffff_ffffL;
        return new Frame(magic, opcode, keyLength, extrasLength, bodyLength, header.getInt(), header.getLong());
    }

    /** Bytes of the body in front of the value. */
    int prefixLength() {
        return extrasLength + keyLength;
    }

    /** Bytes of the value; negative if the lengths contradict each other. */
    long valueLength() {
        return bodyLength - prefixLength();
    }
}
