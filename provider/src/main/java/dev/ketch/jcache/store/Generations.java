// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import dev.ketch.jcache.attempt.FirstFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The generation counters of one cache, one on each server. An item counts only while its generation is the counter's
 * value, so moving the counter empties the cache on that server.
 *
 * <p>The counters are addressed to the servers directly, not through the ring, and are only ever read along with
 * something else; a read also keeps them from being evicted. A counter that is lost (evicted, or the server was
 * restarted) is begun anew with a number made of the time and random bits, which no earlier item carries.
 *
 * <p>Thread-safe.
 */
public final class Generations implements GenerationSource {
    private static final int RANDOM_BITS = 20;
    private static final int ATTEMPTS = 20;
    /** In an INCREMENT: fail where there is no counter, rather than create one. */
    private static final int DO_NOT_CREATE = 0xffff_ffff;

    private static final byte[] NOTHING = new byte[0];

    private final ExchangeRouter client;
    private final Failures failures;
    private final Availability availability;
    private final byte[] key;
    private final boolean byCas;
    /**
     * What the counters were when last seen. A guess, checked by whoever uses it. Servers come and go, and so do their
     * guesses.
     */
    private final Map<Server, Long> known = new ConcurrentHashMap<>();

    /** @param byCas whether the generation is not the counter's value but its CAS, see {@link RawForm} */
    Generations(ExchangeRouter client, byte[] key, boolean byCas, Failures failures, Availability availability) {
        this.byCas = byCas;
        this.availability = availability;
        this.client = client;
        this.key = key;
        this.failures = failures;
    }

    @Override
    public boolean isCounted() {
        return true;
    }

    @Override
    public boolean isReserved(byte[] wireKey) {
        return Arrays.equals(wireKey, key);
    }

    /** The request that reads the counter; it comes last in a packet and is always answered. */
    @Override
    public Request read() {
        return Request.get(key);
    }

    @Override
    public Request readQuietly() {
        return Request.getQuiet(key);
    }

    @Override
    public long told(Server server, @Nullable Response response, long otherwise) {
        long generation = response != null && response.isOk() ? generationOf(server, response) : 0;
        return generation == 0 ? otherwise : generation;
    }

    /** The counter as last seen, or as asked for if it never was. */
    @Override
    public long lastKnown(Server server) {
        Long generation = known.get(server);
        return generation != null ? generation : ask(server);
    }

    @Override
    public @Nullable Long guess(Server server) {
        return known.get(server);
    }

    private long ask(Server server) {
        Exchange exchange = new Exchange(server, List.of(read()));
        client.run(exchange);
        failures.check(exchange);
        return learn(server, exchange.response(0));
    }

    /** Takes the answer to {@link #read} and returns the server's generation; begins a counter where there is none. */
    @Override
    public long learn(Server server, @Nullable Response response) {
        if (response == null) {
            throw failures.leftOut(server);
        }
        long generation;
        if (response.isOk()) {
            generation = generationOf(server, response);
            if (generation == 0) {
                discard(server, response.cas());
                generation = begin(server);
            }
        } else if (response.status() == Status.NOT_FOUND) {
            generation = begin(server);
        } else {
            throw failures.unexpected(server, response);
        }
        know(server, generation);
        return generation;
    }

    private void know(Server server, long generation) {
        Long before = known.get(server);
        if (before == null || before != generation) {
            if (before == null) {
                known.keySet().retainAll(client.servers());
            }
            if (client.servers().contains(server)) {
                known.put(server, generation);
            }
        }
    }

    /** Begins the counter; if another does so first, takes that one's number. */
    private long begin(Server server) {
        for (int i = 0; i < ATTEMPTS; i++) {
            long seed = seed();
            byte[] digits = Long.toUnsignedString(seed).getBytes(StandardCharsets.US_ASCII);
            Exchange exchange =
                    new Exchange(server, List.of(Request.store(Opcode.ADD, key, 0, 0, digits, NOTHING, 0), read()));
            client.run(exchange);
            failures.check(exchange);
            Response added = exchange.response(0);
            Response found = exchange.response(1);
            if (added == null || found == null) {
                throw failures.leftOut(server);
            }
            if (!added.isOk() && added.status() != Status.EXISTS) {
                throw failures.noCounter(server, added);
            }
            long generation = found.isOk() ? generationOf(server, found) : 0;
            if (generation != 0) {
                return generation;
            }
            // Removed again within the packet, or not a number: a server that evicts at this pace keeps no counter.
            if (found.isOk()) {
                discard(server, found.cas());
            }
        }
        throw failures.contendedGeneration(server);
    }

    private void discard(Server server, long cas) {
        Exchange exchange = new Exchange(server, List.of(Request.delete(key, cas)));
        client.run(exchange);
        failures.check(exchange);
    }

    /**
     * Moves the counters of all servers, all at once. After all were tried, throws if one could not be moved, unless it
     * will be when its server is back.
     */
    @Override
    public void raiseAll() {
        List<Exchange> exchanges = new ArrayList<>();
        for (Server server : client.servers()) {
            exchanges.add(new Exchange(server, List.of(Request.increment(key, 1, 0, DO_NOT_CREATE))));
        }
        client.runAll(exchanges);
        FirstFailure failure = new FirstFailure();
        for (Exchange exchange : exchanges) {
            try {
                raised(exchange);
            } catch (CacheException e) {
                failure.add(e);
            }
        }
        failure.rethrow();
    }

    private void raised(Exchange exchange) {
        Server server = exchange.server();
        try {
            failures.check(exchange);
            Response response = exchange.response(0);
            if (response == null) {
                throw failures.leftOut(server);
            }
            switch (response.status()) {
                case OK -> know(server, byCas ? response.cas() : response.counter());
                // No counter: every item is dead already. The next use begins one.
                case NOT_FOUND -> known.remove(server);
                case NON_NUMERIC -> {
                    discard(server, 0);
                    known.remove(server);
                }
                default -> throw failures.unexpected(server, response);
            }
        } catch (CacheException e) {
            availability.raise(server, e);
        }
    }

    /**
     * A number that no counter of this cache has had. Two in one millisecond differ by their random bits; moving on from
     * an earlier one by a clear at a time cannot catch up with the clock.
     */
    private static long seed() {
        return System.currentTimeMillis() << RANDOM_BITS
                | ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS);
    }

    /** 0 if what is there is no counter. */
    private long generationOf(Server server, Response counter) {
        long value = parse(counter.value());
        if (value == 0 || !byCas) {
            return value;
        }
        if (counter.cas() == 0) {
            throw failures.casDisabled(server);
        }
        return counter.cas();
    }

    /** Whether a counter that has moved so far was lost in between, rather than moved by clears. */
    static boolean isBegunAnew(long moved) {
        return moved < 0 || moved >= 1 << RANDOM_BITS;
    }

    /** The value of a counter: decimal digits, padded with blanks once it was shorter than before. 0 if it is none. */
    static long parse(byte[] value) {
        String digits = new String(value, StandardCharsets.US_ASCII).stripTrailing();
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
