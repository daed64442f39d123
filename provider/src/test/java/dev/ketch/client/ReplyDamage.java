// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Changes one byte in the header of a reply now and then, and never one of a value: a chunk is left alone unless it
 * consists of whole replies.
 */
final class ReplyDamage implements UnaryOperator<byte[]> {
    private static final int HEADER = 24;

    /** Bytes of the header by what a client can know of their damage. */
    enum Kind {
        /** Magic, opcode, lengths of key and extras, the upper half of the opaque: never to be believed. */
        DETECTABLE(0, 1, 2, 3, 4, 12, 13),
        /** Status, CAS and a byte without meaning: what they claim may be true, and touches no value. */
        HARMLESS(5, 6, 7, 16, 19, 23),
        /** The body's length: a value may be cut, or take in what follows it, which nothing in the protocol shows. */
        LENGTH(8, 9, 10, 11),
        /** The lower half of the opaque: within one exchange an answer may so belong to another of its requests. */
        OPAQUE(14, 15);

        private final int[] places;

        Kind(int... places) {
            this.places = places;
        }
    }

    private final Kind kind;
    private final Random random;

    ReplyDamage(Kind kind, long seed) {
        this.kind = kind;
        this.random = new Random(seed);
    }

    @Override
    public byte[] apply(byte[] chunk) {
        List<Integer> replies = replies(chunk);
        if (!replies.isEmpty() && random.nextInt(20) == 0) {
            int reply = replies.get(random.nextInt(replies.size()));
            int place = reply + kind.places[random.nextInt(kind.places.length)];
            chunk[place] ^= (byte) (1 << random.nextInt(8));
        }
        return chunk;
    }

    /** Where the replies begin; empty unless the chunk is made of whole ones. */
    private static List<Integer> replies(byte[] chunk) {
        List<Integer> starts = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(chunk);
        int at = 0;
        while (at < chunk.length) {
            if (chunk.length - at < HEADER || chunk[at] != (byte) 0x81) {
                return List.of();
            }
            int body = bytes.getInt(at + 8);
            if (body < 0 || body > chunk.length - at - HEADER) {
                return List.of();
            }
            starts.add(at);
            at += HEADER + body;
        }
        return starts;
    }
}
