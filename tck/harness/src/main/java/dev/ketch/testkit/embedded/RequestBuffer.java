// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of one connection. Before it waits for bytes it has the replies written out, so a client that
 * waits for an answer never meets a server that waits for a request. Not thread-safe.
 */
final class RequestBuffer {
    /** What may be in front of a value or in a line; a request that needs more is not served. */
    static final int LIMIT = 16_384;

    /** A line that is longer than this without having ended is hopeless. */
    private static final int LONGEST_OPEN_LINE = 2048;

    private static final int INITIAL = 2048;

    private final InputStream socket;
    private final ReplyBuffer replies;
    private byte[] buffer = new byte[INITIAL];
    private int start;
    private int end;

    RequestBuffer(InputStream socket, ReplyBuffer replies) {
        this.socket = socket;
        this.replies = replies;
    }

    /** Waits until {@code length} bytes, at most {@link #LIMIT}, are there; false if the client closes before. */
    boolean await(int length) throws IOException {
        while (end - start < length) {
            if (!fill(length)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the next byte without consuming it. Only after {@link #await}. */
    int peek() {
        return buffer[start] & 0xff;
    }

    /** Consumes bytes that are there and returns them as a view, valid until the next call. */
    ByteBuffer take(int length) {
        ByteBuffer view = ByteBuffer.wrap(buffer, start, length);
        start += length;
        return view;
    }

    /**
     * Consumes and returns {@code length} bytes.
     *
     * @throws EOFException if the client closes before
     */
    byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        int buffered = Math.min(length, end - start);
        System.arraycopy(buffer, start, bytes, 0, buffered);
        start += buffered;
        if (buffered < length) {
            replies.flush();
            if (socket.readNBytes(bytes, buffered, length - buffered) < length - buffered) {
                throw new EOFException();
            }
        }
        return bytes;
    }

    /**
     * Consumes {@code length} bytes. Replies are held back until they have come, as memcached does.
     *
     * @throws EOFException if the client closes before
     */
    void skip(long length) throws IOException {
        long left = length;
        while (true) {
            int buffered = (int) Math.min(left, end - start);
            start += buffered;
            left -= buffered;
            if (left == 0) {
                return;
            }
            start = 0;
            end = socket.read(buffer, 0, buffer.length);
            if (end < 0) {
                end = 0;
                throw new EOFException();
            }
        }
    }

    /** Consumes and returns a line without its end (LF or CR LF); null at the end or if it is too long. */
    @Nullable
    String line() throws IOException {
        int from = start;
        while (true) {
            for (int at = from; at < end; at++) {
                if (buffer[at] == '\n') {
                    return takeLine(at);
                }
            }
            int open = end - start;
            if (open > LONGEST_OPEN_LINE || !fill(open + 1)) {
                return null;
            }
            from = start + open;
        }
    }

    private String takeLine(int lineFeed) {
        int stop = lineFeed > start && buffer[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        String line = new String(buffer, start, stop - start, StandardCharsets.ISO_8859_1);
        start = lineFeed + 1;
        return line;
    }

    /** Reads once; moves what is there to the front, in a buffer of at least {@code wanted} bytes. */
    private boolean fill(int wanted) throws IOException {
        replies.flush();
        if (wanted > buffer.length || start > 0) {
            byte[] target = wanted > buffer.length ? new byte[LIMIT] : buffer;
            System.arraycopy(buffer, start, target, 0, end - start);
            buffer = target;
            end -= start;
            start = 0;
        }
        int count = socket.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }
}
