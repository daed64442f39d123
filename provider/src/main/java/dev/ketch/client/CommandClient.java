// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands as exchanges. */
final class CommandClient implements MemcachedClient {
    private static final System.Logger LOGGER = System.getLogger(MemcachedClient.class.getName());

    private final Carrier carrier;
    private final Roster roster;
    private final Screening screening;
    private final int mostRequests;

    CommandClient(ClientSettings settings) {
        this.carrier = new RoutingClient(settings);
        this.roster = carrier.roster();
        this.screening = new Screening(carrier);
        // At most half of the room, so that one packet can go while another comes.
        this.mostRequests = Math.max(1, settings.maxQueuedOperations() / 2 - 1);
    }

    @Override
    public Result execute(Command command) {
        Server server = carrier.serverOf(command.keyBytes());
        if (screening.needsGreeting(command, server)) {
            carrier.run(greeting(server));
        }
        Result refused = screening.refusal(command, server);
        if (refused != null) {
            return refused;
        }
        Exchange exchange = exchange(command, server);
        carrier.run(exchange);
        return Wire.result(command, exchange, 0);
    }

    private static Exchange greeting(Server server) {
        return new Exchange(server, List.of(Request.noop()));
    }

    private static Exchange exchange(Command command, Server server) {
        return new Exchange(server, List.of(Wire.request(command)), command.session());
    }

    @Override
    public CompletionStage<Result> submit(Command command) {
        CompletableFuture<Result> stage = new CompletableFuture<>();
        begin(command, stage::complete);
        return stage;
    }

    @Override
    public void submit(Command command, Consumer<? super Result> callback) {
        Objects.requireNonNull(callback, "callback");
        begin(command, guarded(callback));
    }

    private void begin(Command command, Consumer<Result> done) {
        Server server = carrier.serverOf(command.keyBytes());
        if (screening.needsGreeting(command, server)) {
            offer(greeting(server), x -> beginKnown(command, server, done));
        } else {
            beginKnown(command, server, done);
        }
    }

    private void beginKnown(Command command, Server server, Consumer<Result> done) {
        Result refused = screening.refusal(command, server);
        if (refused != null) {
            done.accept(refused);
            return;
        }
        offer(exchange(command, server), x -> {
            Result result = Wire.result(command, x, 0);
            if (x.outcome() == Outcome.SESSION_LOST) {
                // What nobody waits for goes over the shared connection, and the CAS may have been read before that was
                // made: make it now, so that it is there when the caller reads again.
                offer(greeting(server), y -> done.accept(result));
            } else {
                done.accept(result);
            }
        });
    }

    private void offer(Exchange exchange, Consumer<Exchange> ended) {
        if (!carrier.offer(exchange, false, ended)) {
            exchange.end(Outcome.OVERLOADED, null, carrier.overloadedProblem(exchange.server()));
            ended.accept(exchange);
        }
    }

    private static <T> Consumer<T> guarded(Consumer<? super T> callback) {
        return result -> {
            try {
                callback.accept(result);
            } catch (Throwable e) {
                // An Error too: others' callbacks run on the same thread, and none is to be forgotten.
                LOGGER.log(System.Logger.Level.WARNING, "a callback of a memcached client failed on " + result, e);
            }
        };
    }

    @Override
    public List<Result> executeAll(Collection<Command> commands) {
        if (commands.isEmpty()) {
            return List.of();
        }
        List<Command> own = List.copyOf(commands);
        Result[] results = new Result[own.size()];
        CommandBatch.run(carrier, packets(own), (index, result) -> results[(int) index] = result);
        return Arrays.asList(results);
    }

    @Override
    public void executeAll(Iterable<Command> commands, Consumer<? super Result> callback) {
        Objects.requireNonNull(callback, "callback");
        Consumer<Result> guarded = guarded(callback);
        CommandBatch.run(carrier, packets(commands), (index, result) -> guarded.accept(result));
    }

    @Override
    public CompletionStage<List<Result>> submitAll(Collection<Command> commands) {
        List<Command> own = List.copyOf(commands);
        Result[] results = new Result[own.size()];
        CompletableFuture<List<Result>> stage = new CompletableFuture<>();
        CommandBatch.start(
                carrier,
                packets(own),
                (index, result) -> results[(int) index] = result,
                failure -> end(stage, () -> stage.complete(Arrays.asList(results)), failure));
        return stage;
    }

    @Override
    public CompletionStage<@Nullable Void> submitAll(Iterable<Command> commands, Consumer<? super Result> callback) {
        Objects.requireNonNull(callback, "callback");
        Consumer<Result> guarded = guarded(callback);
        CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
        CommandBatch.start(
                carrier,
                packets(commands),
                (index, result) -> guarded.accept(result),
                failure -> end(stage, () -> stage.complete(null), failure));
        return stage;
    }

    private CommandPackets packets(Iterable<Command> commands) {
        return new CommandPackets(carrier, screening, commands.iterator(), mostRequests);
    }

    private static void end(CompletableFuture<?> stage, Runnable complete, @Nullable Throwable failure) {
        if (failure == null) {
            complete.run();
        } else {
            stage.completeExceptionally(failure);
        }
    }

    @Override
    public List<ServerReply> execute(ServerCommand command) {
        List<Exchange> exchanges = broadcast(command);
        carrier.runAll(exchanges);
        return exchanges.stream().map(x -> Wire.reply(command, x)).toList();
    }

    @Override
    public ServerReply execute(ServerCommand command, Server server) {
        Exchange exchange = new Exchange(server, List.of(command.request()));
        carrier.run(exchange);
        return Wire.reply(command, exchange);
    }

    @Override
    public CompletionStage<List<ServerReply>> submit(ServerCommand command) {
        CompletableFuture<List<ServerReply>> stage = new CompletableFuture<>();
        List<Exchange> exchanges = broadcast(command);
        new ExchangeLanes(
                        carrier,
                        false,
                        x -> {},
                        () -> stage.complete(exchanges.stream()
                                .map(x -> Wire.reply(command, x))
                                .toList()))
                .start(exchanges);
        return stage;
    }

    @Override
    public void submit(ServerCommand command, Consumer<? super ServerReply> callback) {
        Objects.requireNonNull(callback, "callback");
        Consumer<ServerReply> guarded = guarded(callback);
        new ExchangeLanes(carrier, false, x -> guarded.accept(Wire.reply(command, x)), () -> {})
                .start(broadcast(command));
    }

    private List<Exchange> broadcast(ServerCommand command) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Server server : carrier.servers()) {
            exchanges.add(new Exchange(server, List.of(command.request())));
        }
        return exchanges;
    }

    @Override
    public boolean usable() {
        return carrier.isUsable();
    }

    @Override
    public Server serverOf(byte[] key) {
        return carrier.serverOf(key);
    }

    @Override
    public long ringVersion() {
        return carrier.ringVersion();
    }

    @Override
    public List<Server> servers() {
        return carrier.servers();
    }

    @Override
    public void run(Exchange exchange) {
        carrier.run(exchange);
    }

    @Override
    public void runAll(Collection<Exchange> exchanges) {
        carrier.runAll(exchanges);
    }

    @Override
    public CompletionStage<Exchange> start(Exchange exchange) {
        return carrier.start(exchange);
    }

    @Override
    public ServerLimits limits(Server server) {
        return carrier.limits(server);
    }

    @Override
    public KeyListing list(Server server, byte[] prefix, long oldestCas) {
        return carrier.list(server, prefix, oldestCas);
    }

    @Override
    public boolean isClosed() {
        return carrier.isClosed();
    }

    @Override
    public void close() {
        carrier.close();
    }

    @Override
    public void close(Duration drain) {
        carrier.close(drain);
    }

    @Override
    public ServerStatus status(Server server) {
        return roster.status(server);
    }

    @Override
    public ServerState state(Server server) {
        return roster.state(server);
    }

    @Override
    public boolean isDoubtful(Server server, byte[] key, Fence fence) {
        return roster.isDoubtful(server, key, fence);
    }

    @Override
    public void dropped(Server server, byte[] key, Fence fence) {
        roster.dropped(server, key, fence);
    }

    @Override
    public long losses(Server server) {
        return roster.losses(server);
    }

    @Override
    public void raise(Server server, Fence fence) {
        roster.raise(server, fence);
    }

    @Override
    public void protect(Fence fence) {
        roster.protect(fence);
    }

    @Override
    public void release(Fence fence) {
        roster.release(fence);
    }

    @Override
    public void markOffline(Server server) {
        roster.markOffline(server);
    }

    @Override
    public void raiseAll(Server server) {
        roster.raiseAll(server);
    }

    @Override
    public void repair(Server server) {
        roster.repair(server);
    }

    @Override
    public void markOnline(Server server) {
        roster.markOnline(server);
    }

    @Override
    public void addListener(Consumer<? super ServerEvent> listener) {
        roster.addListener(listener);
    }

    @Override
    public void removeListener(Consumer<? super ServerEvent> listener) {
        roster.removeListener(listener);
    }

    @Override
    public boolean changeServers(List<ClientSettings.Node> servers) {
        return roster.changeServers(servers);
    }

    @Override
    public List<ClientSettings.Node> nodes() {
        return roster.nodes();
    }

    @Override
    public void followServers(ServerSource source, Duration every) {
        roster.followServers(source, every);
    }

    @Override
    public void rereadServers() {
        roster.rereadServers();
    }

    @Override
    public void addRingListener(Consumer<? super RingEvent> listener) {
        roster.addRingListener(listener);
    }

    @Override
    public void removeRingListener(Consumer<? super RingEvent> listener) {
        roster.removeRingListener(listener);
    }
}
