// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

/**
 * Cuts the bytes that a connection receives into responses. It does not read: the owner puts bytes where {@link #array},
 * {@link #offset} and {@link #room} say, tells {@link #received}, and asks for {@link #next}. Large values are so read
 * straight into the array in which they are handed out.
 *
 * <p>Used by one thread at a time.
 */
public interface ResponseDecoder {
    /** Where the next bytes belong; valid until {@link #received} or {@link #next}. */
    byte[] array();

    /** Index in {@link #array} of the next byte. */
    int offset();

    /** How many bytes may be put there, at least 1 once {@link #next} has said {@code false}. */
    int room();

    /** That many bytes were put there. */
    void received(int count);

    /**
     * Moves to the next complete response.
     *
     * @return {@code false} if more bytes must come first
     * @throws ProtocolException if this is not the expected protocol
     */
    boolean next() throws ProtocolException;

    /** The opaque of the current response. */
    int opaque();

    /** The opcode of the current response. */
    byte opcode();

    /** Whether the current response is the last one to its request: STAT is answered many times. */
    boolean isLast();

    /** The current response, once: the decoder does not keep what it has handed out. */
    Response response();

    /** Sets the longest value in bytes that is believed. */
    void maxValueLength(int length);
}
