// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names what came where a binary response was expected, and what to do about it. */
final class Surprise {
    private static final int SHOWN = 60;
    private static final String FULL = "ERROR Too many open connections";
    private static final String[] RECOGNISED = {
        FULL, "HTTP/", "CLIENT_ERROR unauthenticated", "SERVER_ERROR", "\u0015\u0003"
    };

    private Surprise() {}

    /**
     * Whether what came may be the beginning of something recognised, so that it is too early to judge: what a server
     * is taken for must not depend on how the network cuts its first line.
     */
    static boolean isUndecided(byte[] bytes, int from, int to) {
        for (String text : RECOGNISED) {
            if (to - from < text.length() && isBeginning(text, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBeginning(String text, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    static ProtocolException of(byte[] received, int from, int to) {
        byte[] bytes = Arrays.copyOfRange(received, from, Math.min(to, from + SHOWN));
        String line = firstLine(bytes);
        if (line.startsWith(FULL)) {
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
            if (c == '\r' || c == '\n') {
                break;
            }
            line.append(c >= 0x20 && c < 0x7f ? c : '?');
        }
        return line.toString();
    }
}
