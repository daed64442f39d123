// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

/**
 * A server's answer to one command.
 *
 * @param status how it went
 * @param statusCode the status as sent, for those that {@link Status} does not name
 * @param cas the item's CAS, 0 where the answer carries none
 * @param flags the item's flags (answers to gets), else 0
 * @param key the key (answers of the K commands and of STAT), else 0 bytes
 * @param value the value, the counter's 8 bytes, or the text of an error
 */
public record Response(Status status, int statusCode, long cas, int flags, byte[] key, byte[] value) {
    public boolean isOk() {
        return status == Status.OK;
    }

    /** The value of a counter after INCREMENT or DECREMENT, an unsigned number. */
    public long counter() {
        if (value.length != 8) {
            throw new IllegalStateException("not the answer to a counter command: " + value.length + " bytes");
        }
        long n = 0;
        for (byte b : value) {
            n = n << 8 | (b & 0xff);
        }
        return n;
    }
}
