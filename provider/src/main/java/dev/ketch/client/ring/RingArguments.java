// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tool is asked for.
 *
 * @param members the servers, checked for the placement
 * @param keys where the keys are, {@code -} for the standard input; null if shares are wanted
 */
record RingArguments(
        Placement placement,
        List<RingMember> members,
        @Nullable String keys) {
    private static final String PRESET = "--preset";
    private static final String SERVERS = "--servers";
    private static final String SERVERS_FILE = "--servers-file";
    private static final String KEYS = "--keys";
    private static final String SHARE = "--share";
    private static final List<String> WITH_VALUE = List.of(PRESET, SERVERS, SERVERS_FILE, KEYS);

    static RingArguments parse(List<String> arguments) throws RingToolException {
        Map<String, String> given = given(arguments);
        String preset = given.getOrDefault(PRESET, Placement.LIBMEMCACHED.key());
        Placement placement = Placement.named(preset);
        if (placement == null) {
            throw RingToolException.badArgument(
                    PRESET + " [" + preset + "] is unknown: write one of " + Placement.keys());
        }
        exactlyOne(given, KEYS, SHARE);
        exactlyOne(given, SERVERS, SERVERS_FILE);
        String list = given.get(SERVERS);
        List<RingMember> members = list == null ? file(given.getOrDefault(SERVERS_FILE, "")) : list(list);
        try {
            placement.check(members);
        } catch (IllegalArgumentException e) {
            throw RingToolException.badArgument(e.getMessage());
        }
        return new RingArguments(placement, members, given.get(KEYS));
    }

    private static Map<String, String> given(List<String> arguments) throws RingToolException {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            String value = "";
            if (WITH_VALUE.contains(name)) {
                if (++i == arguments.size()) {
                    throw RingToolException.badArgument(name + " needs a value");
                }
                value = arguments.get(i);
            } else if (!name.equals(SHARE)) {
                throw RingToolException.badArgument("argument [" + name + "] is unknown");
            }
            if (given.put(name, value) != null) {
                throw RingToolException.badArgument(name + " is given twice: give it once");
            }
        }
        return given;
    }

    private static void exactlyOne(Map<String, String> given, String one, String other) throws RingToolException {
        if (given.containsKey(one) == given.containsKey(other)) {
            throw RingToolException.badArgument(
                    given.containsKey(one)
                            ? one + " and " + other + " are both given: leave one of them out"
                            : "neither " + one + " nor " + other + " is given: give one of them");
        }
    }

    private static List<RingMember> list(String text) throws RingToolException {
        List<RingMember> members = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            try {
                members.add(member(item.strip()));
            } catch (IllegalArgumentException e) {
                throw RingToolException.badArgument("server [" + item + "] in " + SERVERS + ": " + e.getMessage());
            }
        }
        return members;
    }

    private static RingMember member(String item) {
        int equals = item.indexOf('=');
        ServerText server = ServerText.parse(equals < 0 ? item : item.substring(0, equals));
        if (server.numbers().size() > 1) {
            throw new IllegalArgumentException("write host:port or host:port=weight");
        }
        int weight = equals < 0 ? 1 : ServerText.number(item.substring(equals + 1), Integer.MAX_VALUE, "weight");
        return new RingMember(server.host(), server.port(), weight);
    }

    private static List<RingMember> file(String path) throws RingToolException {
        try {
            return new ServerFile(Path.of(path)).read();
        } catch (InvalidPathException | ServerFileException e) {
            throw RingToolException.badInput(e.getMessage());
        }
    }
}
