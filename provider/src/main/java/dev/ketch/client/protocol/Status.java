// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

/** What a server answers to a command; the codes are those of the binary protocol's response status. */
public enum Status {
    OK(0x00),
    NOT_FOUND(0x01),
    /** The key exists, or its CAS is another one. */
    EXISTS(0x02),
    TOO_LARGE(0x03),
    INVALID_ARGUMENTS(0x04),
    NOT_STORED(0x05),
    NON_NUMERIC(0x06),
    AUTH_ERROR(0x20),
    AUTH_CONTINUE(0x21),
    UNKNOWN_COMMAND(0x81),
    OUT_OF_MEMORY(0x82),
    /** A status that this version of Ketch does not know. */
    OTHER(-1);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Status of(int code) {
        return switch (code) {
            case 0x00 -> OK;
            case 0x01 -> NOT_FOUND;
            case 0x02 -> EXISTS;
            case 0x03 -> TOO_LARGE;
            case 0x04 -> INVALID_ARGUMENTS;
            case 0x05 -> NOT_STORED;
            case 0x06 -> NON_NUMERIC;
            case 0x20 -> AUTH_ERROR;
            case 0x21 -> AUTH_CONTINUE;
            case 0x81 -> UNKNOWN_COMMAND;
            case 0x82 -> OUT_OF_MEMORY;
            default -> OTHER;
        };
    }
}
