// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.client.ClientSettings.Node;
import dev.ketch.client.ring.ServerFile;
import dev.ketch.client.ring.ServerFileException;
import dev.ketch.client.ring.ServerText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a list of servers: {@code host}, {@code host:port} or {@code host:port:weight}, separated by commas, the weight
 * where libmemcached, its language bindings and twemproxy have it; or a file that lists them.
 */
final class ServerList {
    /** Above it one server's share of the ring would dwarf all others; more likely a port in the wrong place. */
    private static final int HIGHEST_WEIGHT = 1_000;

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

    /** @param option what names the file, for messages */
    static List<Node> read(Path file, Setting option) {
        try {
            return new ServerFile(file)
                    .read().stream()
                            .map(member -> new Node(member.host(), member.port(), member.weight()))
                            .toList();
        } catch (ServerFileException e) {
            throw new ConfigurationException(option + ": " + e.getMessage());
        }
    }

    private static Node parseOne(String item, String where) {
        try {
            ServerText server = ServerText.parse(item);
            List<String> numbers = server.numbers();
            if (numbers.size() > 2) {
                throw new IllegalArgumentException("write host:port or host:port:weight");
            }
            int port = server.port();
            int weight = numbers.size() < 2 ? 1 : ServerText.number(numbers.get(1), HIGHEST_WEIGHT, "weight");
            return new Node(server.host(), port, weight);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("server [" + item + "] in " + where + ": " + e.getMessage());
        }
    }
}
