// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.function.Consumer;

/** What operators do to servers, and hear of them. Thread-safe. */
public interface ServerOperations {
    /**
     * Takes a server out of use: from now on nothing is sent to it, and calls to it end at once as {@link
     * Outcome#DISCONNECTED}. It keeps its place on the ring. What was sent may still be answered.
     */
    void markOffline(Server server);

    /** Gives a server back that was marked offline: it is probed, repaired and used again. */
    void markOnline(Server server);

    /**
     * Makes void what all caches of this client have on a server, as soon as it takes commands; until then they read
     * nothing there.
     */
    void raiseAll(Server server);

    /** Looks at once whether something can be made up for at a server. It is looked at anyway whenever that may be so. */
    void repair(Server server);

    /**
     * Has a listener told of every change of a server's state, in order, by the thread that completes stages; what takes
     * long should go elsewhere. What it throws is logged.
     */
    void addListener(Consumer<? super ServerEvent> listener);

    /** Ends what {@link #addListener} began. */
    void removeListener(Consumer<? super ServerEvent> listener);
}
