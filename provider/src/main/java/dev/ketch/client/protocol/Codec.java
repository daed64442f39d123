// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.io.IOException;

/** A wire format for requests and responses. Stateless and thread-safe; the state of a stream is in its decoder. */
public interface Codec {
    /** Length of a request on the wire in bytes. */
    int length(Request request);

    /**
     * Appends a request.
     *
     * @param opaque comes back with each answer to this request
     * @throws IOException if the packet's sink throws it
     */
    void encode(Request request, int opaque, PacketWriter out) throws IOException;

    /**
     * A decoder for what one connection receives.
     *
     * @param bufferSize bytes of its buffer; larger values get an array of their own
     * @param maxValueLength longest value in bytes that is believed
     */
    ResponseDecoder decoder(int bufferSize, int maxValueLength);
}
