// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.ServerLimits;
import dev.ketch.client.protocol.Codec;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.ProtocolException;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.ResponseDecoder;
import dev.ketch.client.protocol.Status;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The first words on a connection: {@code STAT}, whose {@code time} shows how far the server's clock is off, and
 * {@code STAT settings}. A stopped server still accepts connections, so only an answer shows that somebody is there; that
 * it is memcached shows in the answer too.
 */
final class Greeting {
    private static final byte[] NONE = new byte[0];
    private static final Request GENERAL = new Request(Opcode.STAT, NONE, 0, 0, 0, 0, 0, NONE, NONE);
    private static final Request SETTINGS =
            new Request(Opcode.STAT, "settings".getBytes(StandardCharsets.US_ASCII), 0, 0, 0, 0, 0, NONE, NONE);

    private Greeting() {}

    /** @param clock compared with the server's */
    static ServerLimits exchange(Connection connection, Codec codec, long deadline, ClockCheck clock)
            throws IOException {
        int general = connection.takeOpaques(2);
        int settings = general + 1;
        long sent = System.currentTimeMillis();
        codec.encode(GENERAL, general, connection.packet());
        codec.encode(SETTINGS, settings, connection.packet());
        connection.packet().flush();
        ResponseDecoder decoder = connection.decoder();
        int itemSizeMax = Connector.DEFAULT_ITEM_SIZE;
        boolean casEnabled = true;
        boolean first = true;
        int opaque = general;
        while (true) {
            while (decoder.next()) {
                Response response = decoder.response();
                check(decoder, opaque, response);
                if (decoder.isLast()) {
                    if (opaque == settings) {
                        return new ServerLimits(itemSizeMax, casEnabled);
                    }
                    opaque = settings;
                    continue;
                }
                String name = new String(response.key(), StandardCharsets.ISO_8859_1);
                String value = new String(response.value(), StandardCharsets.ISO_8859_1);
                if (opaque == general) {
                    if (name.equals("time")) {
                        clock.compare(value, sent, System.currentTimeMillis());
                    }
                } else if (name.equals("item_size_max")) {
                    itemSizeMax = itemSize(value);
                } else if (name.equals("cas_enabled")) {
                    casEnabled = !value.equals("no");
                }
            }
            try {
                connection.read(Deadline.remainingMillis(deadline));
            } catch (EOFException e) {
                throw first
                        ? new ProtocolException("it closed the connection unanswered; it is not memcached, or"
                                + " its binary protocol is off")
                        : e;
            }
            first = false;
        }
    }

    private static void check(ResponseDecoder decoder, int opaque, Response response) throws ProtocolException {
        if (decoder.opaque() != opaque || decoder.opcode() != Opcode.STAT.code()) {
            throw new ProtocolException("it answered a question that was not asked; it is not memcached");
        }
        if (response.status() == Status.AUTH_ERROR) {
            throw new ProtocolException("it wants SASL authentication, and this client has no credentials");
        }
        if (!response.isOk()) {
            throw new ProtocolException(
                    "it refused to tell its settings: " + new String(response.value(), StandardCharsets.ISO_8859_1));
        }
    }

    private static int itemSize(String value) throws ProtocolException {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ProtocolException("its item_size_max is [" + value + "], not a number");
        }
    }
}
