// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Routes exchanges to servers. No transport failure is ever thrown: look at {@link Exchange#outcome()}. Every exchange
 * ends by the client's timeout at the latest. Connections are made when first needed.
 *
 * <p>Interrupts end nothing: a caller that is interrupted goes on waiting, and its flag is set when it returns. Callers
 * may be virtual threads.
 *
 * <p>Thread-safe.
 */
public interface ExchangeRouter extends AutoCloseable {
    /** The server that owns a key, by the ring. Does not allocate. */
    Server serverOf(byte[] key);

    /**
     * A number that changes whenever the list of servers does, and after it: who asks for it first and for an owner then
     * knows by the number whether that is still the owner.
     */
    long ringVersion();

    /** All servers in the order of the configuration. */
    List<Server> servers();

    /** Runs one exchange and returns when it has ended. */
    void run(Exchange exchange);

    /**
     * Runs exchanges, all servers at once, and returns when every one has ended. For one server they are run in the
     * order given; however many there are, only a bounded number of requests and bytes is under way at a time, and the
     * timeout of each counts from when it is. Once one of a server's exchanges goes unanswered, those that were not sent
     * are not sent any more and end as {@link Outcome#DISCONNECTED}.
     */
    void runAll(Collection<Exchange> exchanges);

    /**
     * Starts an exchange; the stage completes, never exceptionally, when it has ended. One thread completes all stages of
     * a client, so what hangs on a stage and takes long should go elsewhere: it holds up the other stages, though no
     * blocking call and no other client. What has ended and waits for that thread counts as under way, in operations and
     * in bytes: where stages are not taken as fast as exchanges are started, {@link Outcome#OVERLOADED} bounds them.
     */
    CompletionStage<Exchange> start(Exchange exchange);

    /**
     * Limits of a server, asked for on connect.
     *
     * @return the limits last seen, or the defaults of memcached (1 MiB, CAS on) while the server was never reached
     */
    ServerLimits limits(Server server);

    /** Lists the keys of one server that begin with a prefix, as long as it takes; the caller closes it. */
    default KeyListing list(Server server, byte[] prefix) {
        return list(server, prefix, 0);
    }

    /** The same without the keys that were last written before the item of a CAS. */
    KeyListing list(Server server, byte[] prefix, long oldestCas);

    /** Whether closing has begun. */
    boolean isClosed();

    /** As {@link #close(Duration)} with the client's timeout, by which every single exchange has ended anyway. */
    @Override
    void close();

    /**
     * Closes the client. From now on no exchange is begun: new ones end as {@link Outcome#DISCONNECTED}. What is under way,
     * batches and the completion of stages included, may end; when it has, or after {@code drain}, all connections are
     * closed, and what is still under way then ends at once. An interrupt ends the waiting, not the closing.
     *
     * <p>Idempotent; a second call returns at once, also while the first one waits.
     *
     * @param drain how long to wait at most; zero for not at all
     */
    void close(Duration drain);
}
