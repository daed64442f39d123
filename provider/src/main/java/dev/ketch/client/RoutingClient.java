// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Completions;
import dev.ketch.client.net.Deadlines;
import dev.ketch.client.net.MetadumpListing;
import dev.ketch.client.net.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Routes exchanges by the ring to one transport a server. */
final class RoutingClient implements Carrier {
    private static final System.Logger LOGGER = System.getLogger(MemcachedClient.class.getName());
    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);
    private static final long DRAIN_LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final Roster roster;
    private final Deadlines deadlines;
    private final Completions completions = new Completions();
    private final Set<MetadumpListing> listings = ConcurrentHashMap.newKeySet();
    private final Backlog backlog;
    private final Duration timeout;

    /** Batches under way, so that closing does not mistake the moment between two exchanges for their end. */
    private final AtomicInteger batches = new AtomicInteger();

    /** Nothing new is begun. */
    private final AtomicBoolean closing = new AtomicBoolean();

    /** All connections are closed, or about to be. */
    private volatile boolean closed;

    RoutingClient(ClientSettings settings) {
        this.timeout = settings.timeout();
        this.deadlines = new Deadlines(timeout);
        this.roster = new Roster(settings, deadlines, this::deliver);
        this.backlog =
                new Backlog(() -> (long) servers().size() * settings.maxQueuedOperations(), () -> bytesOf(settings));
    }

    private long bytesOf(ClientSettings settings) {
        int n = servers().size();
        return settings.maxQueuedBytes() > Long.MAX_VALUE / n ? Long.MAX_VALUE : n * settings.maxQueuedBytes();
    }

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public Server serverOf(byte[] key) {
        return roster.ownerOf(key);
    }

    @Override
    public long ringVersion() {
        return roster.version();
    }

    @Override
    public List<Server> servers() {
        return roster.servers();
    }

    private Transport transport(Server server) {
        return roster.care(server).transport();
    }

    @Override
    public void run(Exchange exchange) {
        Transport transport = transport(exchange.server());
        if (closing.get()) {
            exchange.end(Outcome.DISCONNECTED, null, transport.closed());
        } else {
            try {
                transport.run(exchange);
            } catch (RuntimeException | Error e) {
                roster.care(exchange.server()).torn(exchange);
                throw e;
            }
            roster.care(exchange.server()).ended(exchange);
        }
    }

    @Override
    public void runAll(Collection<Exchange> exchanges) {
        if (exchanges.size() == 1) {
            exchanges.forEach(this::run);
            return;
        }
        Map<Server, List<Exchange>> byServer = new LinkedHashMap<>();
        for (Exchange exchange : exchanges) {
            transport(exchange.server());
            byServer.computeIfAbsent(exchange.server(), s -> new ArrayList<>()).add(exchange);
        }
        batches.incrementAndGet();
        try {
            if (closing.get()) {
                exchanges.forEach(x -> x.end(Outcome.DISCONNECTED, null, closedProblem(x.server())));
            } else {
                boolean done = false;
                try {
                    runAll(byServer);
                    done = true;
                } finally {
                    exchanges.forEach(done ? this::ended : this::lost);
                }
            }
        } finally {
            batches.decrementAndGet();
        }
    }

    private void ended(Exchange exchange) {
        roster.care(exchange.server()).ended(exchange);
    }

    /** Something failed half-way, and nobody knows how far an exchange has come. */
    private void lost(Exchange exchange) {
        if (exchange.isEnded()) {
            ended(exchange);
        } else if (exchange.fence() != null) {
            roster.raise(exchange.server(), exchange.fence());
        }
    }

    private void runAll(Map<Server, List<Exchange>> byServer) {
        BatchRun run = new BatchRun();
        Exchange own = null;
        for (Map.Entry<Server, List<Exchange>> entry : byServer.entrySet()) {
            if (own == null && entry.getValue().size() == 1) {
                own = entry.getValue().get(0);
            } else {
                run.add(transport(entry.getKey()), entry.getValue());
            }
        }
        if (own != null) {
            // By the caller itself, once the other servers have something to do.
            transport(own.server()).run(own);
        }
        run.await();
    }

    @Override
    public CompletionStage<Exchange> start(Exchange exchange) {
        CompletableFuture<Exchange> stage = new CompletableFuture<>();
        if (!offer(exchange, false, stage::complete)) {
            exchange.end(Outcome.OVERLOADED, null, overloadedProblem(exchange.server()));
            stage.complete(exchange);
        }
        return stage;
    }

    @Override
    public boolean offer(Exchange exchange, boolean begun, Consumer<Exchange> ended) {
        Transport transport = transport(exchange.server());
        if (!backlog.enter(exchange)) {
            return false;
        }
        if (closing.get() && !begun) {
            exchange.end(Outcome.DISCONNECTED, null, transport.closed());
            tell(exchange, ended);
            return true;
        }
        boolean offered = false;
        try {
            offered = transport.offer(exchange, x -> tell(x, ended));
        } finally {
            if (!offered) {
                backlog.leave(exchange, 0);
            }
        }
        return offered;
    }

    private void tell(Exchange exchange, Consumer<Exchange> ended) {
        roster.care(exchange.server()).ended(exchange);
        long arrived = backlog.arrived(exchange);
        deliver(() -> {
            // Before the listener runs, which may close the client, which waits for what is left.
            backlog.leave(exchange, arrived);
            ended.accept(exchange);
        });
    }

    @Override
    public void deliver(Runnable task) {
        completions.deliver(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // The thread serves all stages of the client, so nothing may end it.
                LOGGER.log(System.Logger.Level.WARNING, "what hangs on a stage of a memcached client failed", e);
            }
        });
    }

    @Override
    public void batch(int change) {
        batches.addAndGet(change);
    }

    @Override
    public String closedProblem(Server server) {
        return transport(server).closed();
    }

    @Override
    public String overloadedProblem(Server server) {
        return transport(server).overloaded();
    }

    @Override
    public String abandonedProblem(Server server, String cause) {
        return transport(server).abandoned(cause);
    }

    @Override
    public boolean wasReached(Server server) {
        return transport(server).wasReached();
    }

    @Override
    public boolean isUsable() {
        return !closing.get()
                && roster.cares().stream().anyMatch(care -> care.state().admitsCalls());
    }

    @Override
    public ServerLimits limits(Server server) {
        return transport(server).limits();
    }

    @Override
    public KeyListing list(Server server, byte[] prefix, long oldestCas) {
        return MetadumpListing.open(roster.care(server).endpoint(), prefix, oldestCas, listings, () -> closed);
    }

    @Override
    public boolean isClosed() {
        return closing.get();
    }

    @Override
    public void close() {
        close(timeout);
    }

    @Override
    public void close(Duration drain) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        roster.beginClosing();
        drain(drain);
        closed = true;
        roster.close();
        listings.forEach(MetadumpListing::close);
        deadlines.close();
        completions.close();
    }

    private void drain(Duration patience) {
        long deadline =
                System.nanoTime() + (patience.compareTo(LONGEST_DRAIN) < 0 ? patience : LONGEST_DRAIN).toNanos();
        boolean onCompletions = completions.isCurrentThread();
        while (isBusy(onCompletions) && System.nanoTime() - deadline < 0) {
            // Who closes comes here once in a client's life: looking is cheaper than every call telling its end.
            LockSupport.parkNanos(this, DRAIN_LOOK_NANOS);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether something is under way that may end; stages do not complete while their own thread waits here. */
    private boolean isBusy(boolean onCompletions) {
        boolean calls = roster.cares().stream().anyMatch(c -> c.transport().underWay() > 0);
        return calls || (!onCompletions && (batches.get() > 0 || !backlog.isEmpty()));
    }
}
