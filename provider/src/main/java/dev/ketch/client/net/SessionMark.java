// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Session;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which connections reach the same run of the server as an answered exchange did: those that had been made, to the same
 * address, before the exchange was sent (see the package documentation).
 *
 * @param connector whose serial numbers these are
 * @param address the resolved address that answered
 * @param horizon serial of the newest connection when the exchange was sent
 */
record SessionMark(Connector connector, InetSocketAddress address, long horizon) implements Session {
    // By hand: JDK 17 keeps the class loader of a record for ever once it has compared two by what it makes itself.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionMark o
                && connector == o.connector
                && address.equals(o.address)
                && horizon == o.horizon;
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + Long.hashCode(horizon);
    }

    boolean allows(Connection connection) {
        return connection.serial() <= horizon && connection.address().equals(address) && !connection.isClosed();
    }
}
