// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Collects the replies of one connection until they are worth a system call. A full buffer is written out and blocks
 * while the client does not read, which stops the connection's thread from reading more requests. Not thread-safe.
 */
final class ReplyBuffer {
    private static final int CAPACITY = 8192;

    private final OutputStream socket;
    private final ByteBuffer pending = ByteBuffer.allocate(CAPACITY);

    ReplyBuffer(OutputStream socket) {
        this.socket = socket;
    }

    void write(byte[] bytes) throws IOException {
        if (bytes.length > pending.remaining()) {
            flush();
        }
        if (bytes.length > CAPACITY) {
            socket.write(bytes);
        } else {
            pending.put(bytes);
        }
    }

    /** Returns a buffer with room for {@code length} bytes, at most 256, to be filled in place. */
    ByteBuffer room(int length) throws IOException {
        if (length > pending.remaining()) {
            flush();
        }
        return pending;
    }

    boolean isEmpty() {
        return pending.position() == 0;
    }

    void flush() throws IOException {
        if (!isEmpty()) {
            socket.write(pending.array(), 0, pending.position());
            pending.clear();
        }
    }

    /** Forgets what was not yet written. */
    void discard() {
        pending.clear();
    }
}
