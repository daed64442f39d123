// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.KeyListing;
import dev.ketch.client.KeyListing.ListedKey;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live entries of one server, read in batches while the server lists its keys.
 *
 * <p>A key counts only where it lives now: a server may still hold keys that belonged to it under another ring. Keys
 * that were last written before the cache was last cleared are not even read. For one thread; {@link #close} may come
 * from any.
 */
public final class Scan implements AutoCloseable {
    private static final int BATCH = 100;
    /** Of items that are read at once, unless one alone has more. */
    private static final long BATCH_BYTES = 1 << 20;

    private final ExchangeRouter client;
    private final GenerationSource generations;
    private final ItemCodec codec;
    private final Failures failures;
    private final Availability availability;
    private final Server server;
    private final KeyListing listing;
    /** Of the entries read last, those past their deadline. */
    private final List<Snapshot> expired = new ArrayList<>();

    private @Nullable ListedKey ahead;

    Scan(
            ExchangeRouter client,
            byte[] prefix,
            GenerationSource generations,
            ItemCodec codec,
            Failures failures,
            Availability availability,
            Server server) {
        this.availability = availability;
        this.client = client;
        this.generations = generations;
        this.codec = codec;
        this.failures = failures;
        this.server = server;
        // Before the listing: a clear that comes in between only makes this bound lower than it could be.
        Exchange exchange = new Exchange(server, List.of(generations.read()));
        client.run(exchange);
        failures.check(exchange);
        Response counter = exchange.response(0);
        generations.learn(server, counter);
        // Without a counter every item that is there now is dead; 0 then only costs reads.
        long oldestCas = counter == null || !counter.isOk() ? 0 : counter.cas();
        this.listing = client.list(server, prefix, oldestCas);
    }

    /**
     * The next entries, values included; {@code null} at the end, possibly none in between.
     *
     * @throws dev.ketch.client.ListingException if the server cannot list its keys or the listing broke off
     */
    public @Nullable List<Snapshot> next() {
        expired.clear();
        List<byte[]> wanted = nextKeys();
        return wanted.isEmpty() ? null : read(wanted);
    }

    /** What {@link #next} met past its deadline. */
    public List<Snapshot> expired() {
        return List.copyOf(expired);
    }

    /** The same without reading the items, where whatever has such a key is meant; {@code null} at the end. */
    @Nullable
    List<Slot> nextSlots() {
        List<byte[]> wanted = nextKeys();
        return wanted.isEmpty()
                ? null
                : wanted.stream()
                        .map(key -> new Slot(new String(key, StandardCharsets.ISO_8859_1), key, null, client))
                        .toList();
    }

    private List<byte[]> nextKeys() {
        List<byte[]> wanted = new ArrayList<>(BATCH);
        long bytes = 0;
        while (wanted.size() < BATCH) {
            ListedKey listed = ahead != null ? ahead : listing.next();
            ahead = null;
            if (listed == null) {
                break;
            }
            if (!isCandidate(listed.key())) {
                continue;
            }
            bytes += listed.size();
            if (bytes > BATCH_BYTES && !wanted.isEmpty()) {
                ahead = listed;
                break;
            }
            wanted.add(listed.key());
        }
        return wanted;
    }

    private boolean isCandidate(byte[] key) {
        return !generations.isReserved(key)
                && isOurs(key)
                && client.serverOf(key).equals(server)
                && !availability.isDoubtful(server, key);
    }

    /** Other clients may use other bytes, and control characters have no business in a log. */
    private static boolean isOurs(byte[] key) {
        for (byte b : key) {
            if (b < 0x21 || b > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private List<Snapshot> read(List<byte[]> wanted) {
        List<Request> requests = new ArrayList<>(wanted.size() + 1);
        wanted.forEach(key -> requests.add(Request.getQuiet(key)));
        requests.add(generations.read());
        Exchange exchange = new Exchange(server, requests);
        client.run(exchange);
        failures.check(exchange);
        long generation = generations.learn(server, exchange.response(wanted.size()));
        List<Snapshot> found = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            Response response = exchange.response(i);
            if (response == null || !response.isOk()) {
                continue;
            }
            Snapshot entry = codec.listed(wanted.get(i), response, server, generation, exchange.session());
            if (entry != null) {
                (entry.isLive() ? found : expired).add(entry);
            }
        }
        return found;
    }

    @Override
    public void close() {
        listing.close();
    }
}
