// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.serialization.key.WireKeys;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of callers; arguments are URI, name, number of threads, first value. It reads commands and answers each with a
 * line that begins with {@code done}:
 *
 * <dl>
 *   <dt>{@code time}
 *   <dd>answers with the nanoseconds of its clock
 *   <dt>{@code settle}
 *   <dd>answers once all servers are up, nothing that was sent is still to come, and all generations are known
 *   <dt>{@code up}
 *   <dd>answers once all servers are up; asks them nothing
 *   <dt>{@code where …}
 *   <dd>says first which server a key is on
 *   <dt>{@code round …}
 *   <dd>begins a {@link Round}
 *   <dt>{@code more …}
 *   <dd>gives the callers so many more operations
 *   <dt>{@code state}
 *   <dd>says first whether a call had no answer since the callers were given more ({@code felt}), or all have used up what
 *       they were given ({@code waiting}), or neither ({@code busy})
 *   <dt>{@code end}
 *   <dd>waits for the end of the round and says first what was done, an {@link Operation} a line
 * </dl>
 *
 * <p>It ends with its input.
 */
final class CallersMain {
    static final String NAMESPACE = "lin";
    static final String CACHE = "register";
    private static final Logger QUIET = Logger.getLogger("dev.ketch");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String name;
    private final int threads;
    private final AtomicLong values;
    private final Cache<String, Long> cache;
    private final MemcachedClient client;
    private final WireKeys keys = WireKeys.of(NAMESPACE, CACHE);

    /** A key on each server. */
    private final Map<Server, String> probes = new HashMap<>();

    private @Nullable RunningRound running;

    private CallersMain(Cache<String, Long> cache, String name, int threads, long firstValue) {
        this.cache = cache;
        this.client = cache.unwrap(MemcachedClient.class);
        this.name = name;
        this.threads = threads;
        this.values = new AtomicLong(firstValue);
        for (int i = 0; probes.size() < client.servers().size(); i++) {
            probes.putIfAbsent(serverOf("probe" + i), "probe" + i);
        }
    }

    public static void main(String[] args) throws Exception {
        // Servers come and go, which is no news here.
        QUIET.setLevel(Level.OFF);
        try (KetchCachingProvider provider = new KetchCachingProvider();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            CallersMain main = new CallersMain(
                    provider.getCacheManager(URI.create(args[0]), null)
                            .createCache(CACHE, new MutableConfiguration<>()),
                    args[1],
                    Integer.parseInt(args[2]),
                    Long.parseLong(args[3]));
            System.out.println("done starting");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                main.obey(line.split(" ", -1));
            }
        }
        // What is not a daemon must not keep it.
        System.exit(0);
    }

    private Server serverOf(String key) {
        return client.serverOf(keys.encode(key).bytes());
    }

    private void obey(String[] words) throws InterruptedException {
        switch (words[0]) {
            case "time" -> {}
            case "settle" -> await(this::isSettled);
            case "up" -> await((server, probe) -> isUp(server));
            case "where" -> System.out.println(serverOf(words[1]).name());
            case "round" ->
                running = new RunningRound(
                        Round.ofWords(words),
                        name,
                        threads,
                        cache,
                        key -> serverOf(key).name(),
                        values);
            case "more" -> running().budget().give(Integer.parseInt(words[1]));
            case "state" -> System.out.println(state(running().budget()));
            case "end" -> running().end().forEach(operation -> System.out.println(operation.toLine()));
            default -> throw new IllegalArgumentException(words[0]);
        }
        System.out.println("done " + System.nanoTime());
    }

    private RunningRound running() {
        return Objects.requireNonNull(running, "no round has begun");
    }

    private static String state(Budget budget) {
        if (budget.hasFailed()) {
            return "felt";
        }
        return budget.isUsedUp() ? "waiting" : "busy";
    }

    /** @param condition on each server and the key on it */
    private void await(BiPredicate<Server, String> condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        probes.forEach((server, probe) -> {
            while (!condition.test(server, probe)) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("not settled: " + client.status(server));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        });
    }

    private boolean isUp(Server server) {
        return client.status(server).state() == ServerState.UP;
    }

    private boolean isSettled(Server server, String key) {
        try {
            // It also tells this JVM the server's generation.
            cache.get(key);
        } catch (CacheException e) {
            return false;
        }
        return isUp(server) && client.status(server).quarantined() == 0;
    }
}
