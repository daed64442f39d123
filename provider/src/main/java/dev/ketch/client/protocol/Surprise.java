// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.nio.charset.StandardCharsets;

/** Names what came where a binary response was expected, and what to do about it. */
final class Surprise {
    private static final int SHOWN = 60;

    private Surprise() {}

    static ProtocolException of(byte[] bytes) {
        String line = firstLine(bytes);
        if (line.startsWith("ERROR Too many open connections")) {
            return new ProtocolException(
                    "it refuses more connections (\"" + line + "\"); raise memcached's -c or lower directConnections",
                    true);
        }
        return new ProtocolException(describe(bytes, line));
    }

    private static String describe(byte[] bytes, String line) {
        if (line.startsWith("HTTP/")) {
            return "an HTTP server answered (\"" + line + "\"); check host and port";
        }
        if (line.startsWith("CLIENT_ERROR unauthenticated")) {
            return "it wants the text protocol's authentication (memcached -Y), which the binary protocol has not; use"
                    + " SASL (-S) instead";
        }
        if (line.startsWith("ERROR") || line.startsWith("CLIENT_ERROR") || line.startsWith("SERVER_ERROR")) {
            return "it answered in text (\"" + line + "\"); the binary protocol must be enabled (memcached without -B"
                    + " ascii)";
        }
        if (line.startsWith("-")) {
            return "it answered like a Redis server (\"" + line + "\"); check host and port";
        }
        if (bytes[0] == 0x15 && bytes.length > 1 && bytes[1] == 0x03) {
            return "it speaks TLS; connect to its port without TLS";
        }
        if ((bytes[0] & 0xff) == 0x80) {
            return "it sends requests back instead of answering them; it is not memcached, check host and port";
        }
        return "it does not answer in memcached's binary protocol (\"" + line + "\"); check host and port";
    }

    private static String firstLine(byte[] bytes) {
        StringBuilder line = new StringBuilder(SHOWN);
        for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
            if (c == '\r' || c == '\n' || line.length() == SHOWN) {
                break;
            }
            line.append(c >= 0x20 && c < 0x7f ? c : '?');
        }
        return line.toString();
    }
}
