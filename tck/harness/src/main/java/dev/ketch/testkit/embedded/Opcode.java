// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import org.jspecify.annotations.Nullable;

/** Requests of the binary protocol. A quiet opcode is the same request with fewer replies. */
enum Opcode {
    GET(0x00, 0x09),
    GETK(0x0c, 0x0d),
    GAT(0x1d, 0x1e),
    GATK(0x23, 0x24),
    TOUCH(0x1c),
    SET(0x01, 0x11),
    ADD(0x02, 0x12),
    REPLACE(0x03, 0x13),
    APPEND(0x0e, 0x19),
    PREPEND(0x0f, 0x1a),
    DELETE(0x04, 0x14),
    INCREMENT(0x05, 0x15),
    DECREMENT(0x06, 0x16),
    FLUSH(0x08, 0x18),
    QUIT(0x07, 0x17),
    NOOP(0x0a),
    VERSION(0x0b),
    STAT(0x10),
    SASL_LIST(0x20),
    SASL_AUTH(0x21),
    SASL_STEP(0x22);

    private static final int NONE = -1;

    private final int code;
    private final int quietCode;

    Opcode(int code) {
        this(code, NONE);
    }

    Opcode(int code, int quietCode) {
        this.code = code;
        this.quietCode = quietCode;
    }

    /** Returns the request that an opcode byte stands for, or null. */
    static @Nullable Opcode of(int code) {
        for (Opcode opcode : values()) {
            if (opcode.code == code || opcode.quietCode == code) {
                return opcode;
            }
        }
        return null;
    }

    boolean isQuiet(int sent) {
        return sent == quietCode;
    }

    /**
     * Whether the lengths of a frame suit the request. As in memcached, requests that take a body that they do not use
     * (TOUCH, GAT, STAT) are not checked for it: it is then read as the next frame.
     */
    boolean accepts(Frame frame) {
        int extras = frame.extrasLength();
        boolean key = frame.keyLength() > 0;
        boolean value = frame.valueLength() > 0;
        return switch (this) {
            case GET, GETK, DELETE -> extras == 0 && key && !value;
            case GAT, GATK, TOUCH -> extras == 4 && key;
            case SET, ADD, REPLACE -> extras == 8 && key;
            case APPEND, PREPEND, SASL_AUTH, SASL_STEP -> extras == 0 && key;
            case INCREMENT, DECREMENT -> extras == 20 && key && !value;
            case FLUSH -> (extras == 0 || extras == 4) && !key && !value;
            case QUIT, NOOP, VERSION, SASL_LIST -> extras == 0 && !key && !value;
            case STAT -> extras == 0;
        };
    }
}
