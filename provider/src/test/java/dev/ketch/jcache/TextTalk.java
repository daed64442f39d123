// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ketch.testkit.MemcachedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Talks to a server in memcached's text protocol, as the programs do that share items with us. */
final class TextTalk {
    private TextTalk() {}

    /** Says a line; returns the lines of the answer up to the one that begins with {@code last}. */
    static List<String> say(MemcachedProcess server, String line, String last) {
        try (Socket socket = new Socket(server.host(), server.port());
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
            List<String> lines = new ArrayList<>();
            while (lines.isEmpty() || !lines.get(lines.size() - 1).startsWith(last)) {
                String answer = in.readLine();
                if (answer == null) {
                    throw new IOException("the server hung up after " + lines);
                }
                lines.add(answer);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The seconds that are left to an item, -1 if it stays. */
    static long secondsLeft(MemcachedProcess server, String wireKey) {
        String answer = say(server, "me " + wireKey, "").get(0);
        long said = Long.parseLong(answer.replaceAll("ME .* exp=(-?\\d+) .*", "$1"));
        // Some versions count down from below.
        return said == -1 ? -1 : Math.abs(said);
    }
}
