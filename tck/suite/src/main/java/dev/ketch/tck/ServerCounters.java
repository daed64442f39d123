// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server itself counted, asked over its text protocol, which the provider does not use for it. Immutable.
 *
 * @param gets {@code cmd_get}
 * @param sets {@code cmd_set}: what was stored, or was tried to be
 * @param hits {@code get_hits}
 */
public record ServerCounters(long gets, long sets, long hits) {
    private static final int TIMEOUT_MILLIS = 5_000;

    /** What the server has counted since it was started. */
    public static ServerCounters of(String host, int port) throws IOException {
        Map<String, String> stats = new TreeMap<>();
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("stats\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); !"END".equals(line); line = in.readLine()) {
                String[] words = line == null ? new String[0] : line.split(" ", 3);
                if (words.length < 3 || !words[0].equals("STAT")) {
                    throw new IOException("server [" + host + ":" + port + "] answered to stats: " + line);
                }
                stats.put(words[1], words[2]);
            }
        }
        return new ServerCounters(number(stats, "cmd_get"), number(stats, "cmd_set"), number(stats, "get_hits"));
    }

    private static long number(Map<String, String> stats, String name) throws IOException {
        String value = stats.get(name);
        if (value == null) {
            throw new IOException("the server's stats have no " + name);
        }
        return Long.parseLong(value);
    }
}
