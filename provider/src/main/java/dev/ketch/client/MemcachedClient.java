// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * memcached itself, for those who want more than a cache offers: commands on string keys and bytes. Got from {@link
 * MemcachedClients#open}, and then closed by who opened it; or from {@code cache.unwrap(MemcachedClient.class)}, and then
 * it is that of the cache manager, which closes it. A cache's own items are in a format of its own and are best left
 * alone.
 *
 * <h2>Three ways to run a command</h2>
 *
 * {@code execute} blocks, {@code submit} returns a stage or calls back. Whichever it is, a command ends exactly once, by
 * the client's timeout at the latest, with a {@link Result} whose {@link ResultStatus} says what is known. Nothing is
 * thrown but for misuse: a key that memcached cannot have, a command without the form asked for, {@code null}.
 *
 * <p>Stages complete, and callbacks run, on one thread a client, in no promised order; only what is refused before it is
 * sent ({@code TOO_LARGE}, {@code OVERLOADED}) may end in the thread that submits. What takes long there holds up other
 * stages and callbacks of this client, but no blocking call, no reading of answers and no other client. A callback must
 * not wait for another stage of the same client; blocking calls it may make. What callbacks have not yet taken counts
 * against the bounds of the queues ({@code maxQueuedOperations} and {@code maxQueuedBytes}, times the number of servers),
 * beyond which commands end as {@code OVERLOADED}. A callback that throws is logged, and harms nobody else.
 *
 * <h2>Many commands</h2>
 *
 * The {@code All} methods send quiet commands closed by a NOOP, all servers at once, a bounded window at a time. Silence
 * is turned into its status, if the NOOP was answered; if not, each key of that packet is {@code UNKNOWN}. When a server
 * fails, only its keys suffer: those sent are {@code UNKNOWN}, the others {@code DISCONNECTED}. Silent successes tell no
 * CAS ({@link Result#cas} is 0). Commands on one server are run in their order, so commands on one key are too: of the
 * same key each has its own result. Where the keys are given as a collection, a key that is there twice is asked for
 * once. An empty batch ends at once.
 *
 * <p>Thread-safe. Callers may be virtual threads.
 */
public interface MemcachedClient extends ExchangeRouter, ServerOperations, ServerMemory {
    /** Runs a command and returns when it has ended. */
    Result execute(Command command);

    /** Starts a command; the stage completes, never exceptionally, when it has ended. */
    CompletionStage<Result> submit(Command command);

    /** Starts a command; the callback is called once, when it has ended. */
    void submit(Command command, Consumer<? super Result> callback);

    /** Runs commands and returns their results, in the order of the commands, when all have ended. */
    List<Result> executeAll(Collection<Command> commands);

    /**
     * Runs commands of which there may be more than memory holds. They are taken from the source as they are sent, and
     * each result is handed out when its packet has ended; no more than a few thousand commands, and about 8 MiB of
     * values if these are alike in length, are held at a time.
     *
     * @param commands walked once, by this thread; what it throws ends the batch and is thrown on
     * @param callback called once for each command taken and sent, by this thread
     */
    void executeAll(Iterable<Command> commands, Consumer<? super Result> callback);

    /** Starts commands; the stage completes, in the order of the commands, when all have ended. */
    CompletionStage<List<Result>> submitAll(Collection<Command> commands);

    /**
     * As {@link #executeAll(Iterable, Consumer)}, without waiting.
     *
     * @param commands walked once: its beginning by this thread, what follows by the thread that completes stages
     * @param callback called once for each command taken and sent
     * @return completes after the last callback; exceptionally only with what the source threw
     */
    CompletionStage<@Nullable Void> submitAll(Iterable<Command> commands, Consumer<? super Result> callback);

    /** Runs a command on every server at once; the replies have the order of {@link #servers}. */
    List<ServerReply> execute(ServerCommand command);

    /** Runs a command on one server. */
    ServerReply execute(ServerCommand command, Server server);

    /** Starts a command on every server; the stage completes, never exceptionally, when it has ended on all. */
    CompletionStage<List<ServerReply>> submit(ServerCommand command);

    /** Starts a command on every server; the callback is called once for each. */
    void submit(ServerCommand command, Consumer<? super ServerReply> callback);

    /**
     * Whether at least one server could be reached now, as far as is known: a server that was never tried counts, and so
     * does one whose last connection could be made; not one that could not be connected to when last tried. Waits for
     * nothing. If the last try is over a second old, another is started in the background, so that this turns true again
     * by itself once a server is back. {@code false} once the client is closed.
     */
    boolean usable();

    /** {@link Command#get} and wait. */
    default Result get(String key) {
        return execute(Command.get(key));
    }

    /** {@link Command#getAndTouch} and wait. */
    default Result getAndTouch(String key, @Nullable Duration expiry) {
        return execute(Command.getAndTouch(key, expiry));
    }

    /** {@link Command#touch} and wait. */
    default Result touch(String key, @Nullable Duration expiry) {
        return execute(Command.touch(key, expiry));
    }

    /** {@link Command#set} and wait. */
    default Result set(String key, byte[] value, @Nullable Duration expiry) {
        return execute(Command.set(key, value, expiry));
    }

    /** {@link Command#add} and wait. */
    default Result add(String key, byte[] value, @Nullable Duration expiry) {
        return execute(Command.add(key, value, expiry));
    }

    /** {@link Command#replace} and wait. */
    default Result replace(String key, byte[] value, @Nullable Duration expiry) {
        return execute(Command.replace(key, value, expiry));
    }

    /** {@link Command#append} and wait. */
    default Result append(String key, byte[] value) {
        return execute(Command.append(key, value));
    }

    /** {@link Command#prepend} and wait. */
    default Result prepend(String key, byte[] value) {
        return execute(Command.prepend(key, value));
    }

    /** {@link Command#delete} and wait. */
    default Result delete(String key) {
        return execute(Command.delete(key));
    }

    /** {@link Command#increment(String, long)} and wait. */
    default Result increment(String key, long delta) {
        return execute(Command.increment(key, delta));
    }

    /** {@link Command#increment(String, long, long, Duration)} and wait. */
    default Result increment(String key, long delta, long initial, @Nullable Duration expiry) {
        return execute(Command.increment(key, delta, initial, expiry));
    }

    /** {@link Command#decrement(String, long)} and wait. */
    default Result decrement(String key, long delta) {
        return execute(Command.decrement(key, delta));
    }

    /** {@link Command#decrement(String, long, long, Duration)} and wait. */
    default Result decrement(String key, long delta, long initial, @Nullable Duration expiry) {
        return execute(Command.decrement(key, delta, initial, expiry));
    }

    /** Reads many items. The result has every key, hit or not, in the order given. */
    default Map<String, Result> getAll(Collection<String> keys) {
        return onKeys(keys, Command::get);
    }

    /** Reads many items and gives them a new expiry. */
    default Map<String, Result> getAndTouchAll(Collection<String> keys, @Nullable Duration expiry) {
        return onKeys(keys, key -> Command.getAndTouch(key, expiry));
    }

    /** Removes many items. */
    default Map<String, Result> deleteAll(Collection<String> keys) {
        return onKeys(keys, Command::delete);
    }

    /** Stores many items, whatever is there. */
    default Map<String, Result> setAll(Map<String, byte[]> values, @Nullable Duration expiry) {
        return onKeys(values.keySet(), key -> Command.set(key, Objects.requireNonNull(values.get(key), key), expiry));
    }

    /** Stores many items where there are none. */
    default Map<String, Result> addAll(Map<String, byte[]> values, @Nullable Duration expiry) {
        return onKeys(values.keySet(), key -> Command.add(key, Objects.requireNonNull(values.get(key), key), expiry));
    }

    /** Stores many items where there are some. */
    default Map<String, Result> replaceAll(Map<String, byte[]> values, @Nullable Duration expiry) {
        return onKeys(
                values.keySet(), key -> Command.replace(key, Objects.requireNonNull(values.get(key), key), expiry));
    }

    private Map<String, Result> onKeys(Collection<String> keys, Function<String, Command> command) {
        List<Command> commands = new ArrayList<>(keys.size());
        new LinkedHashSet<>(keys).forEach(key -> commands.add(command.apply(key)));
        Map<String, Result> results = new LinkedHashMap<>();
        executeAll(commands).forEach(result -> results.put(result.key(), result));
        return results;
    }

    /** {@link ServerCommand#noop} on every server. */
    default List<ServerReply> noop() {
        return execute(ServerCommand.noop());
    }

    /** {@link ServerCommand#version} of every server. */
    default List<ServerReply> version() {
        return execute(ServerCommand.version());
    }

    /** {@link ServerCommand#stats()} of every server. */
    default List<ServerReply> stats() {
        return execute(ServerCommand.stats());
    }

    /** {@link ServerCommand#stats(String)} of every server. */
    default List<ServerReply> stats(String group) {
        return execute(ServerCommand.stats(group));
    }

    /** {@link ServerCommand#flush} on every server: everybody's items vanish. */
    default List<ServerReply> flush() {
        return execute(ServerCommand.flush());
    }
}
