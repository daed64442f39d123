// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Keys from a stream, one a line. Keys are bytes: nothing is decoded, so that what is no UTF-8 stays what it is. A line
 * ends with LF or CR LF. For one thread.
 */
final class KeyLines {
    /** The most that the binary protocol has room for; more is no list of keys. */
    private static final int LONGEST_KEY = 65_535;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number;

    /** @param in buffered by the caller */
    KeyLines(InputStream in) {
        this.in = in;
    }

    /** The next key; null at the end. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        number++;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        boolean afterCr = false;
        while (b >= 0 && b != '\n') {
            if (afterCr) {
                append('\r');
            }
            afterCr = b == '\r';
            if (!afterCr) {
                append(b);
            }
            b = in.read();
        }
        // A CR at the very end is none of a line's.
        if (afterCr && b < 0) {
            append('\r');
        }
        return line.toByteArray();
    }

    private void append(int b) throws IOException {
        if (line.size() == LONGEST_KEY) {
            throw new IOException("line " + number + " has more than " + LONGEST_KEY
                    + " bytes, which no key has: write a key a line");
        }
        line.write(b);
    }
}
