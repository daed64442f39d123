// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.ServerLimits;
import java.util.List;
import java.util.function.Consumer;

/** Carries exchanges to one server. Thread-safe. */
public interface Transport extends AutoCloseable {
    /** Runs an exchange and returns when it has ended. */
    void run(Exchange exchange);

    /** As {@link #run}, even if there is no room at the server. */
    void runUrgently(Exchange exchange);

    /**
     * Prepares to run exchanges in order, a bounded number at a time. The caller advances and waits.
     *
     * @param wake called, by any thread, when all have ended or the caller must advance again; must not block
     */
    Feed feed(List<Exchange> exchanges, Runnable wake);

    /**
     * Starts an exchange without touching a socket.
     *
     * @param ended called once when the exchange has ended, by a thread that must not be held up
     */
    void start(Exchange exchange, Consumer<Exchange> ended);

    /**
     * As {@link #start}, unless there is no room at the server just now.
     *
     * @return {@code false} if there is none; the exchange has not ended then, and {@code ended} is not called
     */
    boolean offer(Exchange exchange, Consumer<Exchange> ended);

    /** Calls under way. */
    int underWay();

    /** Whether a connection was ever made, so that the limits are the server's own. */
    boolean wasReached();

    /** How many nanoseconds ago the last attempt to connect failed, or -1 if it did not or there was none. */
    long failedNanosAgo();

    /** The sentence for an exchange that comes after the client was closed. */
    String closed();

    /** The sentence for an exchange for which there is no room. */
    String overloaded();

    /** The sentence for an exchange that is not sent after another one of its batch failed. */
    String abandoned(String cause);

    /** The limits that the server told last, or memcached's defaults. */
    ServerLimits limits();

    @Override
    void close();

    /** A list of exchanges on its way to the server. */
    interface Feed {
        /** Starts what can be started now. Its maker is woken when all have ended, or when it must advance again. */
        Progress advance();
    }

    /** How far a feed is. */
    enum Progress {
        /** Every exchange has ended. */
        DONE,
        /** Exchanges are under way, and their ends will start more. */
        UNDER_WAY,
        /** There is no room at the server just now: advance again soon. */
        STALLED
    }
}
