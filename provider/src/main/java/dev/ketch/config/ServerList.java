// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.client.ClientSettings.Node;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a list of servers: {@code host}, {@code host:port} or {@code host:port:weight}, separated by commas. The weight
 * stands where libmemcached, its language bindings and twemproxy have it.
 */
final class ServerList {
    static final int DEFAULT_PORT = 11211;

    private static final int HIGHEST_PORT = 65_535;
    /** Above it one server's share of the ring would dwarf all others; more likely a port in the wrong place. */
    private static final int HIGHEST_WEIGHT = 1_000;

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?");

    private ServerList() {}

    /** @param where where the list stands, for messages */
    static List<Node> parse(String list, String where) {
        List<Node> nodes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String item : list.split(",", -1)) {
            Node node = parseOne(item.trim(), where);
            if (!names.add(node.name().toLowerCase(Locale.ROOT))) {
                throw new ConfigurationException("server [" + node.name() + "] is listed twice in " + where
                        + ": list it once, with a weight if it should hold more (" + node.name() + ":2)");
            }
            nodes.add(node);
        }
        return nodes;
    }

    private static Node parseOne(String item, String where) {
        if (item.isEmpty()) {
            throw bad(item, where, "it has no host; write host:port, or leave out the comma too many");
        }
        String host;
        String rest;
        if (item.startsWith("[")) {
            int end = item.indexOf(']');
            if (end < 0) {
                throw bad(item, where, "the bracket is not closed; write an IPv6 address as [::1]:11211");
            }
            host = item.substring(1, end);
            rest = item.substring(end + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw bad(item, where, "after the bracket only a port may follow; write [::1]:11211");
            }
            checkAddress(item, host, where);
        } else {
            int colon = item.indexOf(':');
            host = colon < 0 ? item : item.substring(0, colon);
            rest = colon < 0 ? "" : item.substring(colon);
            if (rest.chars().filter(c -> c == ':').count() > 2) {
                throw bad(item, where, "write an IPv6 address in brackets, as [::1]:11211");
            }
            if (host.isEmpty()) {
                throw bad(item, where, "the host is empty; write host:port, for example localhost" + rest);
            }
            if (!HOST_NAME.matcher(host).matches()) {
                throw bad(item, where, "[" + host + "] is no host name or address; write host:port");
            }
        }
        String[] numbers = rest.isEmpty() ? new String[0] : rest.substring(1).split(":", -1);
        if (numbers.length > 2) {
            throw bad(item, where, "write host:port or host:port:weight");
        }
        int port = numbers.length == 0 ? DEFAULT_PORT : number(numbers[0], HIGHEST_PORT, "port", item, where);
        int weight = numbers.length < 2 ? 1 : number(numbers[1], HIGHEST_WEIGHT, "weight", item, where);
        return new Node(host, port, weight);
    }

    private static int number(String text, int highest, String what, String item, String where) {
        int value = 0;
        try {
            value = text.startsWith("+") ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            // Said below.
        }
        if (value < 1 || value > highest) {
            throw bad(item, where, "the " + what + " [" + text + "] is not a number from 1 to " + highest);
        }
        return value;
    }

    private static void checkAddress(String item, String address, String where) {
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        try {
            // With a colon in it this is taken as a literal and never looked up.
            if (bare.indexOf(':') >= 0 && InetAddress.getByName(bare) != null) {
                return;
            }
        } catch (UnknownHostException e) {
            // Said below.
        }
        throw bad(item, where, "[" + address + "] is no IPv6 address; write it as [::1]:11211");
    }

    private static ConfigurationException bad(String item, String where, String advice) {
        return new ConfigurationException("server [" + item + "] in " + where + ": " + advice);
    }
}
