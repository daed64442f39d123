// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Exchange;
import dev.ketch.client.Outcome;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Feeds a long list of exchanges to one server, a window at a time. The window grows while answers come quickly and
 * shrinks when they take a good part of the timeout, so that large values, whose size is not known beforehand, do not
 * let the exchanges behind them run out of time.
 *
 * <p>When a server leaves an exchange unanswered, those of the list that were not sent are not sent any more: each would
 * only wait for the timeout in its turn.
 */
final class BatchFeed implements Transport.Feed {
    private static final int FIRST_WINDOW = 2;
    private static final int LARGEST_WINDOW = 1024;

    private final ServerTransport transport;
    private final List<Exchange> exchanges;
    private final Runnable wake;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private int next;
    private int underWay;
    private int window = FIRST_WINDOW;
    private String failure = "";
    private long stalledSince;
    private boolean stalled;

    BatchFeed(ServerTransport transport, List<Exchange> exchanges, Runnable wake) {
        this.transport = transport;
        this.exchanges = exchanges;
        this.wake = wake;
    }

    @Override
    public Transport.Progress advance() {
        boolean submitted;
        Transport.Progress progress;
        lock.lock();
        try {
            submitted = startSome();
            progress = progress();
        } finally {
            lock.unlock();
        }
        if (submitted) {
            transport.wakeWriter();
        }
        return progress;
    }

    private boolean startSome() {
        boolean submitted = false;
        while (next < exchanges.size()) {
            String refused = failure.isEmpty() ? transport.refused() : null;
            if (refused != null) {
                failure = refused;
            }
            if (!failure.isEmpty()) {
                exchanges.get(next++).end(Outcome.DISCONNECTED, null, failure);
            } else if (underWay < window && transport.tryStart(exchanges.get(next), this::ended)) {
                next++;
                underWay++;
                submitted = true;
            } else {
                break;
            }
        }
        return submitted;
    }

    private Transport.Progress progress() {
        if (underWay > 0) {
            stalled = false;
            return Transport.Progress.UNDER_WAY;
        }
        if (next == exchanges.size()) {
            return Transport.Progress.DONE;
        }
        // Others' calls take all the room, and none of ours will make some.
        long now = System.nanoTime();
        if (!stalled) {
            stalled = true;
            stalledSince = now;
        } else if (now - stalledSince > transport.timeoutNanos()) {
            exchanges.get(next++).end(Outcome.OVERLOADED, null, transport.overloaded());
            failure = transport.abandoned(transport.overloaded());
        }
        return Transport.Progress.STALLED;
    }

    private void ended(Call call) {
        long took = System.nanoTime() - call.queuedAt();
        Exchange exchange = call.exchange();
        lock.lock();
        try {
            underWay--;
            switch (exchange.outcome()) {
                case ANSWERED, SESSION_LOST -> adapt(took);
                case UNKNOWN, DISCONNECTED, OVERLOADED -> failure = transport.abandoned(exchange.problem());
            }
        } finally {
            lock.unlock();
        }
        if (advance() != Transport.Progress.UNDER_WAY) {
            // All have ended, or no other end will start the next.
            wake.run();
        }
    }

    private void adapt(long took) {
        long timeout = transport.timeoutNanos();
        if (took < timeout / 8) {
            window = Math.min(window + 1, LARGEST_WINDOW);
        } else if (took > timeout / 4) {
            window = Math.max(1, window / 2);
        }
    }
}
