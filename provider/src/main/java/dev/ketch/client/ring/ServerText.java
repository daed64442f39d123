// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A server as somebody wrote it, taken apart: {@code host} or {@code host:port}, an IPv6 address in brackets. What may
 * follow the port is up to the list in which it stands.
 *
 * @param host the host, without brackets
 * @param numbers what follows the host, each behind a colon, the port first; not looked at yet
 */
public record ServerText(String host, List<String> numbers) {
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    public ServerText {
        numbers = List.copyOf(numbers);
    }

    /**
     * Takes a server apart.
     *
     * @throws IllegalArgumentException if it is none; the message says what to write, but not where it stands
     */
    public static ServerText parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it has no host; write host:port, or leave out the comma too many");
        }
        String host;
        String rest;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("the bracket is not closed; write an IPv6 address as [::1]:11211");
            }
            host = text.substring(1, end);
            rest = text.substring(end + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw new IllegalArgumentException("after the bracket only a port may follow; write [::1]:11211");
            }
            if (host.indexOf(':') < 0 || LiteralAddress.printed(host) == null) {
                throw new IllegalArgumentException("[" + host + "] is no IPv6 address; write it as [::1]:11211");
            }
        } else {
            int colon = text.indexOf(':');
            host = colon < 0 ? text : text.substring(0, colon);
            rest = colon < 0 ? "" : text.substring(colon);
            if (rest.chars().filter(c -> c == ':').count() > 2) {
                throw new IllegalArgumentException("write an IPv6 address in brackets, as [::1]:11211");
            }
            if (host.isEmpty()) {
                throw new IllegalArgumentException("the host is empty; write host:port, for example localhost" + rest);
            }
            if (!HOST_NAME.matcher(host).matches()) {
                throw new IllegalArgumentException("[" + host + "] is no host name or address; write host:port");
            }
        }
        return new ServerText(
                host, rest.isEmpty() ? List.of() : List.of(rest.substring(1).split(":", -1)));
    }

    /**
     * The port, memcached's own where none is given.
     *
     * @throws IllegalArgumentException if it is none
     */
    public int port() {
        return numbers.isEmpty() ? Placement.DEFAULT_PORT : number(numbers.get(0), HIGHEST_PORT, "port");
    }

    /**
     * A number from 1.
     *
     * @param what what it is, for the message
     * @throws IllegalArgumentException if it is none, or above {@code highest}
     */
    public static int number(String text, int highest, String what) {
        long value = DIGITS.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (value < 1 || value > highest) {
            throw new IllegalArgumentException("the " + what + " [" + text + "] is not a number from 1 to " + highest);
        }
        return (int) value;
    }
}
