// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.client.ClientSettings.Node;
import dev.ketch.client.ring.ServerFile;
import dev.ketch.client.ring.ServerFileException;
import dev.ketch.client.ring.ServerText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
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

    /** @param where what names the file, for messages */
    static List<Node> read(Path file, String where) {
        return file.toString().endsWith(".properties") ? readProperties(file, where) : readLines(file, where);
    }

    private static List<Node> readLines(Path file, String where) {
        try {
            return new ServerFile(file)
                    .read().stream()
                            .map(member -> new Node(member.host(), member.port(), member.weight()))
                            .toList();
        } catch (ServerFileException e) {
            throw new ConfigurationException(where + ": " + e.getMessage());
        }
    }

    private static List<Node> readProperties(Path file, String where) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(where + ": properties file [" + file + "] cannot be read (" + e
                    + "): it must be a readable file of properties in UTF-8");
        }
        String list = properties.getProperty(Option.SERVERS.property());
        if (list == null) {
            throw new ConfigurationException(where + ": properties file [" + file + "] lists no server: write "
                    + Option.SERVERS.property() + "=h1:11211,h2:11211");
        }
        return parse(list, "properties file [" + file + "]");
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
