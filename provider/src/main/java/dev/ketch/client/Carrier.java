// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.function.Consumer;

/** What commands need of a router beyond what it shows to everybody. */
interface Carrier extends ExchangeRouter {
    /** The servers. */
    Roster roster();

    /**
     * Starts an exchange unless there is no room for it just now.
     *
     * @param ended called once, by the thread that completes stages and never within this call, unless it
     *     returns {@code false}
     * @param begun whether the exchange is part of something that had begun before the client was closed
     * @return {@code false} if there is no room; the exchange has not ended then
     */
    boolean offer(Exchange exchange, boolean begun, Consumer<Exchange> ended);

    /** Runs a task on the thread that completes stages. */
    void deliver(Runnable task);

    /** Something of many exchanges begins, or ends, that closing has to wait for. */
    void batch(int change);

    /** The sentence for what comes after the client was closed. */
    String closedProblem(Server server);

    /** The sentence for what finds no room. */
    String overloadedProblem(Server server);

    /** The sentence for what was not sent because of what befell another exchange before it. */
    String abandonedProblem(Server server, String cause);

    /** Whether the limits of the server are its own and not memcached's defaults. */
    boolean wasReached(Server server);

    /** Whether a server could be reached now, as far as is known. */
    boolean isUsable();
}
