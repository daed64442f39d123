// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.protocol.ProtocolException;
import dev.ketch.client.protocol.Request;
import java.util.List;

/** Which answer belongs to which request, and what may be asked twice. */
final class Answers {
    /** More lines than any statistics of memcached have. */
    private static final int LONGEST_SERIES = 1 << 16;

    private Answers() {}

    /**
     * Refuses what a server that answers in order, and leaves out nothing but answers to quiet requests, cannot have sent.
     *
     * @param next the place among the requests after that of the answer before
     * @param index the answer's place among the requests by its opaque
     * @param opcode the answer's opcode
     */
    static void check(List<Request> requests, int next, int index, byte opcode) throws ProtocolException {
        if (index < 0 || index >= requests.size()) {
            throw new ProtocolException("an answer came to a request that was not made; the stream is damaged");
        }
        if (index < next) {
            throw new ProtocolException(
                    "a second answer came to " + requests.get(index).opcode() + "; the stream is damaged");
        }
        for (int i = next; i < index; i++) {
            if (!requests.get(i).opcode().isQuiet()) {
                throw new ProtocolException(
                        "the answer to " + requests.get(i).opcode() + " is missing; the stream is damaged");
            }
        }
        if (requests.get(index).opcode().code() != opcode) {
            throw new ProtocolException("the answer to " + requests.get(index).opcode()
                    + " says that it answers opcode " + (opcode & 0xff) + "; the stream is damaged");
        }
    }

    /**
     * @param count the answers to one request that came so far and were not its last
     */
    static void checkSeries(int count) throws ProtocolException {
        if (count >= LONGEST_SERIES) {
            throw new ProtocolException("more than " + LONGEST_SERIES + " answers came to one request");
        }
    }
}
