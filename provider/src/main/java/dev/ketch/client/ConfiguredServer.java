// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.server.ServerCare;
import java.util.function.Function;

/**
 * A server of the configuration, and what its client knows of it. Equal to itself only: two clients' servers are not
 * interchangeable, and neither are a server that was removed and one of its name that was added later. Immutable.
 */
final class ConfiguredServer implements Server {
    private final String name;
    private final Roster roster;
    private final ServerCare care;

    /** @param care makes what takes care of the server, which must not use it yet */
    ConfiguredServer(String name, Roster roster, Function<Server, ServerCare> care) {
        this.name = name;
        this.roster = roster;
        this.care = care.apply(this);
    }

    @Override
    public String name() {
        return name;
    }

    boolean isOf(Roster other) {
        return roster == other;
    }

    ServerCare care() {
        return care;
    }

    @Override
    public String toString() {
        return "[" + name + "]";
    }
}
