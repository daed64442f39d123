// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

/** The commands of memcached's binary protocol that Ketch sends; the codes are those of the protocol. */
public enum Opcode {
    GET(0x00, false),
    GETQ(0x09, true),
    GETK(0x0c, false),
    GETKQ(0x0d, true),
    SET(0x01, false),
    SETQ(0x11, true),
    ADD(0x02, false),
    ADDQ(0x12, true),
    REPLACE(0x03, false),
    REPLACEQ(0x13, true),
    DELETE(0x04, false),
    DELETEQ(0x14, true),
    INCREMENT(0x05, false),
    INCREMENTQ(0x15, true),
    DECREMENT(0x06, false),
    DECREMENTQ(0x16, true),
    QUIT(0x07, false),
    QUITQ(0x17, true),
    FLUSH(0x08, false),
    FLUSHQ(0x18, true),
    NOOP(0x0a, false),
    VERSION(0x0b, false),
    APPEND(0x0e, false),
    APPENDQ(0x19, true),
    PREPEND(0x0f, false),
    PREPENDQ(0x1a, true),
    STAT(0x10, false),
    TOUCH(0x1c, false),
    GAT(0x1d, false),
    GATQ(0x1e, true),
    GATK(0x23, false),
    GATKQ(0x24, true);

    private final byte code;
    private final boolean quiet;

    Opcode(int code, boolean quiet) {
        this.code = (byte) code;
        this.quiet = quiet;
    }

    /** The byte on the wire. */
    public byte code() {
        return code;
    }

    /** Whether the server keeps silent on this command's ordinary outcome: a miss of a get, the success of a write. */
    public boolean isQuiet() {
        return quiet;
    }

    /** Whether the successful answer to this code carries an item: its flags as extras, and its value. */
    static boolean isGet(byte code) {
        return switch (code) {
            case 0x00, 0x09, 0x0c, 0x0d, 0x1d, 0x1e, 0x23, 0x24 -> true;
            default -> false;
        };
    }

    /** Whether answers to this code may carry a key. */
    static boolean answersWithKey(byte code) {
        return switch (code) {
            case 0x0c, 0x0d, 0x10, 0x23, 0x24 -> true;
            default -> false;
        };
    }
}
