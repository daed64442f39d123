// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.io.IOException;

/** The binary protocol: a header of 24 bytes, extras, key, value; big endian. */
public final class BinaryCodec implements Codec {
    static final int HEADER = 24;
    private static final int REQUEST_MAGIC = 0x80;

    @Override
    public int length(Request request) {
        return HEADER + extras(request.opcode()) + request.key().length + request.valueLength();
    }

    @Override
    public void encode(Request request, int opaque, PacketWriter out) throws IOException {
        Opcode opcode = request.opcode();
        byte[] key = request.key();
        int extras = extras(opcode);
        out.reserve(HEADER + extras + key.length);
        out.putByte(REQUEST_MAGIC);
        out.putByte(opcode.code());
        out.putShort(key.length);
        out.putByte(extras);
        out.putByte(0);
        out.putShort(0);
        out.putInt(extras + key.length + request.valueLength());
        out.putInt(opaque);
        out.putLong(request.cas());
        switch (extras) {
            case 4 -> out.putInt(request.exptime());
            case 8 -> {
                out.putInt(request.flags());
                out.putInt(request.exptime());
            }
            case 20 -> {
                out.putLong(request.delta());
                out.putLong(request.initial());
                out.putInt(request.exptime());
            }
            default -> {}
        }
        out.putBytes(key);
        if (request.head().length > 0) {
            out.putBytes(request.head());
        }
        if (request.tail().length > 0) {
            out.putBytes(request.tail());
        }
    }

    /** The server closes the connection if the length of the extras is not exactly that of the command. */
    private static int extras(Opcode opcode) {
        return switch (opcode) {
            case SET, SETQ, ADD, ADDQ, REPLACE, REPLACEQ -> 8;
            case INCREMENT, INCREMENTQ, DECREMENT, DECREMENTQ -> 20;
            case TOUCH, GAT, GATQ, GATK, GATKQ -> 4;
            default -> 0;
        };
    }

    @Override
    public ResponseDecoder decoder(int bufferSize, int maxValueLength) {
        return new BinaryDecoder(bufferSize, maxValueLength);
    }
}
