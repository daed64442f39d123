// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Starts exchanges without anybody waiting for them: a lane a server, in which they keep their order and only a few are
 * under way at a time. When an exchange of a lane goes unanswered, those behind it are not sent any more. What finds no
 * room waits for others of the same run to end, and if there are none ends as overloaded.
 *
 * <p>Both listeners are called on the thread that completes stages, never within {@link #start}.
 */
final class ExchangeLanes {
    private static final int FIRST_WINDOW = 2;
    private static final int LARGEST_WINDOW = 8;

    private final Carrier carrier;
    private final boolean begun;
    private final Consumer<Exchange> each;
    private final Runnable done;
    private final Map<Server, Lane> lanes = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock: exchanges under way in all lanes. */
    private int underWay;

    /** Belongs to the thread that completes stages, once started. */
    private int left;

    /**
     * @param begun whether this is part of something that had begun before the client was closed
     * @param each called once for each exchange, when it has ended
     * @param done called once, after that
     */
    ExchangeLanes(Carrier carrier, boolean begun, Consumer<Exchange> each, Runnable done) {
        this.carrier = carrier;
        this.begun = begun;
        this.each = each;
        this.done = done;
    }

    private static final class Lane {
        // Guarded by lock.
        private final Deque<Exchange> waiting = new ArrayDeque<>();
        private int underWay;
        private int window = FIRST_WINDOW;
        private Outcome failure = Outcome.ANSWERED;
        private String problem = "";
    }

    /** Begins; called once, with at least one exchange. */
    void start(Collection<Exchange> exchanges) {
        for (Exchange exchange : exchanges) {
            lanes.computeIfAbsent(exchange.server(), s -> new Lane()).waiting.add(exchange);
        }
        left = exchanges.size();
        advance();
    }

    private void advance() {
        lock.lock();
        try {
            lanes.forEach(this::advance);
        } finally {
            lock.unlock();
        }
    }

    private void advance(Server server, Lane lane) {
        while (!lane.waiting.isEmpty()) {
            Exchange next = lane.waiting.getFirst();
            if (lane.failure != Outcome.ANSWERED) {
                next.end(lane.failure, null, lane.problem);
                carrier.deliver(() -> told(next));
            } else if (lane.underWay >= lane.window) {
                return;
            } else if (carrier.offer(next, begun, x -> ended(x, lane))) {
                lane.underWay++;
                underWay++;
            } else if (underWay > 0) {
                return;
            } else {
                lane.failure = Outcome.OVERLOADED;
                lane.problem = carrier.overloadedProblem(server);
                continue;
            }
            lane.waiting.removeFirst();
        }
    }

    private void ended(Exchange exchange, Lane lane) {
        lock.lock();
        try {
            underWay--;
            lane.underWay--;
            switch (exchange.outcome()) {
                case ANSWERED, SESSION_LOST -> lane.window = Math.min(lane.window + 1, LARGEST_WINDOW);
                case OVERLOADED -> fail(lane, exchange, Outcome.OVERLOADED);
                case UNKNOWN, DISCONNECTED -> fail(lane, exchange, Outcome.DISCONNECTED);
            }
        } finally {
            lock.unlock();
        }
        advance();
        told(exchange);
    }

    private void fail(Lane lane, Exchange exchange, Outcome outcome) {
        lane.failure = outcome;
        lane.problem = carrier.abandonedProblem(exchange.server(), exchange.problem());
    }

    private void told(Exchange exchange) {
        left--;
        try {
            each.accept(exchange);
        } finally {
            if (left == 0) {
                done.run();
            }
        }
    }
}
