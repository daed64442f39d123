// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Duration;
import java.util.List;
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

    /**
     * Changes the list of servers. Those that stay keep their connections, their state and what is remembered of them;
     * new ones are connected to when they are needed. Under {@link OnRingChange#CLEAR} all caches of this client are first
     * cleared on every server that gains keys, since it may have old copies of them from an earlier time; on one that
     * cannot be reached they are cleared when it is back, and until then nothing is read there. Then the new ring is used.
     * Servers that are not listed any more end what is under way on them and are closed. Waits for the clearing, for about
     * as long as a call may take, and for another change that is under way; not for those that are removed.
     *
     * <p>Each client has a list of its own: while they differ, so may what clients read.
     *
     * @param servers at least one, none of them twice
     * @return whether that was a change
     * @throws IllegalArgumentException if the ring cannot be made of these; the list stays as it was
     * @throws IllegalStateException if the client is closed
     */
    boolean changeServers(List<ClientSettings.Node> servers);

    /** The list of servers as it is now, with their weights: what {@link #changeServers} takes. */
    List<ClientSettings.Node> nodes();

    /**
     * Has the list of servers follow a source: it is asked every so often, and if it gives another list twice in a row,
     * {@link #changeServers} is called with it; once only would do where a file is read while it is being written. What
     * goes wrong is logged, and leaves the list as it is. Ends with the client; a second source replaces the first.
     *
     * @param every how long from one look to the next, at most a day; the second look at a new list follows after a
     *     second at most
     * @throws IllegalArgumentException if that is not above 0, or too long
     */
    void followServers(ServerSource source, Duration every);

    /** Asks the source of {@link #followServers} now, and waits for no second answer; does nothing where there is none. */
    void rereadServers();

    /** Has a listener told of every change of the list, as {@link #addListener} has of states. */
    void addRingListener(Consumer<? super RingEvent> listener);

    /** Ends what {@link #addRingListener} began. */
    void removeRingListener(Consumer<? super RingEvent> listener);
}
