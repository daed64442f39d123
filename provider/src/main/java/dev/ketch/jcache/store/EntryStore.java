// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.ServerUnavailableException;
import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.ListingException;
import dev.ketch.client.Outcome;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.serialization.RawSerializer;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.key.WireKey;
import java.util.List;
import java.util.function.LongSupplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes and removes the entries of one cache, one at a time. Every method is one exchange, or two where the
 * generation has changed since it was last seen; every failure of a server is a {@link javax.cache.CacheException}.
 * Thread-safe.
 */
public final class EntryStore {
    private final ExchangeRouter client;
    private final CacheKeys keys;
    private final Failures failures;
    private final Availability availability;
    private final FlawCounts flaws;
    private final GenerationSource generations;
    private final ItemCodec codec;
    private final LateClears lateClears;
    private final ChangeRules rules;
    private final BatchStore batches;
    private final ChangeStore changes;
    private final AsyncStore async;

    /**
     * @param serializer one whose bytes are the whole item makes items without a header
     * @param compression of items that have a header
     * @param signer signs items that have a header, and wants them signed; {@code null} for unsigned ones
     * @param clock epoch milliseconds
     */
    public EntryStore(
            String cache,
            ExchangeRouter client,
            CacheKeys keys,
            Serializer serializer,
            Compression compression,
            @Nullable ItemSigner signer,
            Failures failures,
            Availability availability,
            LongSupplier clock) {
        this.client = client;
        this.availability = availability;
        this.keys = keys;
        this.failures = failures;
        this.flaws = new FlawCounts(cache);
        RawSerializer raw = serializer instanceof RawSerializer r ? r : null;
        this.generations = keys.isCounted()
                ? new Generations(client, keys.counterKey(), raw != null, failures, availability)
                : new NoGenerations(keys.counterKey(), failures);
        ItemForm form = raw == null
                ? new HeadedForm(serializer.id(), compression, signer)
                : new RawForm(raw.flags(), keys.isCounted(), failures);
        this.codec = new ItemCodec(client, form, keys, serializer, failures, flaws, clock);
        this.lateClears = new LateClears(generations, form, failures);
        this.rules = new ChangeRules(client, generations, lateClears, codec, failures, availability);
        this.batches = new BatchStore(client, generations, rules, codec, failures, availability);
        this.changes = new ChangeStore(client, generations, lateClears, rules, codec, failures, availability);
        this.async = new AsyncStore(this, client, generations, availability);
    }

    /** The same for who does not wait. */
    public AsyncStore async() {
        return async;
    }

    public BatchStore batches() {
        return batches;
    }

    /**
     * Whether deadlines can be sliding. Not where what counts is told by the counter alone: a read would shorten the life
     * of items that are none of ours, because they were cleared.
     */
    public boolean canSlide() {
        return !codec.form().outlivesGenerations();
    }

    /** What depends on what was read. */
    public ChangeStore changes() {
        return changes;
    }

    public FlawCounts flaws() {
        return flaws;
    }

    public Availability availability() {
        return availability;
    }

    public Retry retry() {
        return new Retry(failures);
    }

    /** The place of a key's entry. The key's bytes are taken now: what happens to the key object later is of no account. */
    public Slot slot(Object key) {
        WireKey wire;
        try {
            wire = keys.encode(key);
        } catch (SerializationException e) {
            throw key instanceof String
                    ? failures.unserializable("[" + Slot.shorten(key) + "] cannot be a key", e)
                    : failures.unserializable("an object of " + key.getClass() + " cannot be a key", e);
        }
        byte[] stored = wire.rebuildable() ? null : codec.serialize(key, "the key of " + key.getClass());
        byte[] bytes = wire.bytes();
        return new Slot(key, bytes, stored, client);
    }

    /** The slot with a key object of its own, which nobody changes; as it is where the key's class allows no copy. */
    public Slot detached(Slot slot) {
        byte[] stored = slot.storedKey();
        // What the wire key alone tells is immutable.
        Object copy = stored == null ? null : codec.keyOf(stored, 0, stored.length);
        return copy == null ? slot : slot.withKey(copy);
    }

    public byte[] serialize(Slot slot, Object value) {
        return codec.serialize(value, "the value of key [" + slot.keyName() + "]");
    }

    /** A fresh object from what {@link #serialize} returned. */
    public Object copy(byte[] payload) {
        return codec.copy(payload);
    }

    /**
     * Reads what is there.
     *
     * @param withValue whether the value is wanted; an entry whose value cannot be read then counts as none
     */
    public Snapshot read(Slot slot, boolean withValue) {
        return read(slot, withValue, Deadline.ETERNAL);
    }

    /**
     * Reads what is there and in the same step moves its deadline, if that is sliding or known to memcached alone ({@link
     * Snapshot#isMovedByTouch}). Of any other item this changes only how long memcached keeps it, which the caller has to
     * follow up.
     *
     * @param sliding {@link Deadline#ETERNAL} to move nothing
     */
    public Snapshot read(Slot slot, boolean withValue, long sliding) {
        Server server = slot.server();
        boolean doubtful = availability.isDoubtful(server, slot.wireKey());
        try {
            return found(slot, run(reading(slot, server, doubtful ? Deadline.ETERNAL : sliding)), withValue, doubtful);
        } catch (CacheException e) {
            return availability.unread(slot, e);
        }
    }

    Exchange reading(Slot slot, Server server, long sliding) {
        return exchange(server, codec.read(slot, sliding), generations.read());
    }

    Snapshot found(Slot slot, Exchange exchange, boolean withValue, boolean doubtful) {
        long generation = generations.learn(exchange.server(), exchange.response(1));
        return codec.snapshot(slot, exchange.response(0), generation, exchange.session(), withValue, doubtful);
    }

    /**
     * Writes whatever is there, under the generation that holds when it is done.
     *
     * @return whether it is done; {@code false} if it was dropped
     */
    public boolean put(Slot slot, byte[] payload, long deadline) {
        try {
            putNow(slot, null, payload, deadline);
            return true;
        } catch (CacheException e) {
            availability.drop(slot, e);
            return false;
        }
    }

    /** @param before in which it was written already, without counting; {@code null} if it was not */
    private void putNow(Slot slot, @Nullable Exchange before, byte[] payload, long deadline) {
        Retry retry = retry();
        Exchange last = before;
        while (true) {
            // The present owner, which may be another than the last time.
            Server server = slot.server();
            Exchange over = last != null && mayHaveCounted(last, server) ? last : null;
            long generation;
            Exchange exchange;
            try {
                generation = generations.lastKnown(server);
                exchange = over == null
                        ? run(putting(slot, server, generation, payload, deadline))
                        : run(puttingOver(over, slot, generation, payload, deadline));
            } catch (ServerUnavailableException e) {
                throw last == null ? e : failures.halfDone(last.server(), slot, e);
            }
            boolean lost = exchange.outcome() == Outcome.SESSION_LOST;
            if (over != null && (lost || !rules.isStored(slot, failures.answer(exchange, 0)))) {
                // Somebody has written since, or the server was started anew: all that is after this.
                return;
            }
            if (isPut(slot, server, generation, exchange)) {
                return;
            }
            last = exchange;
            retry.inVain(slot);
        }
    }

    /**
     * Whether what was put, and does not count, may have counted until the counter was lost: somebody may have seen it and
     * written since, which must not be overwritten.
     */
    private static boolean mayHaveCounted(Exchange put, Server server) {
        Response stored = put.response(0);
        return put.server().equals(server)
                && stored != null
                && stored.cas() != 0
                && LateClears.isEarlier(stored, put.response(1));
    }

    private Exchange puttingOver(Exchange last, Slot slot, long generation, byte[] payload, long deadline) {
        long cas = failures.answer(last, 0).cas();
        List<Request> requests =
                List.of(codec.store(Opcode.SET, slot, generation, deadline, payload, cas), generations.read());
        return new Exchange(last.server(), requests, last.session(), availability.fence());
    }

    Exchange putting(Slot slot, Server server, long generation, byte[] payload, long deadline) {
        return exchange(server, codec.store(Opcode.SET, slot, generation, deadline, payload, 0), generations.read());
    }

    /** Whether what was written counts. */
    boolean isPut(Slot slot, Server server, long generation, Exchange exchange) {
        Response stored = failures.answer(exchange, 0);
        if (!stored.isOk()) {
            throw failures.refusedStore(slot, stored);
        }
        return lateClears.counts(server, slot, stored, generation, exchange.response(1), true);
    }

    /** Writes once more what did not count when it was written. */
    boolean putAgain(Slot slot, Exchange before, byte[] payload, long deadline) {
        putNow(slot, before, payload, deadline);
        return true;
    }

    /** Removes whatever is there and tells whether that was an entry; {@code false} if it was dropped. */
    public boolean remove(Slot slot) {
        try {
            return removeNow(slot);
        } catch (CacheException e) {
            availability.drop(slot, e);
            return false;
        }
    }

    private boolean removeNow(Slot slot) {
        Server server = slot.server();
        boolean doubtful = availability.isDoubtful(server, slot.wireKey());
        return isRemoved(slot, run(removing(slot, server)), doubtful);
    }

    Exchange removing(Slot slot, Server server) {
        // In one step: between a GET and a DELETE, even of one packet, somebody might create the entry anew.
        Request take = Request.getAndExpireQuiet(slot.wireKey());
        return generations.isCounted()
                ? exchange(server, generations.readQuietly(), take, generations.read())
                : exchange(server, take, generations.read());
    }

    /** Whether what was removed was an entry. */
    boolean isRemoved(Slot slot, Exchange exchange, boolean doubtful) {
        Server server = exchange.server();
        boolean counted = generations.isCounted();
        Response item = exchange.response(counted ? 1 : 0);
        Response counter = exchange.response(counted ? 2 : 1);
        long generation = generations.learn(server, counter);
        if (counted && LateClears.isEarlier(item, counter)) {
            // A clear may have come in between, and this removal goes before it: somebody may have seen in the meantime
            // that the entry was gone. Who comes after the clear finds nothing either way.
            generation = generations.told(server, exchange.response(0), generation);
        }
        return codec.snapshot(slot, item, generation, exchange.session(), false, doubtful)
                .isLive();
    }

    /**
     * Makes every entry of the cache absent. Where there are no generations, every item that begins with the cache's
     * prefix is deleted, in as much time as there are such items.
     *
     * @throws UnsupportedOperationException if there is neither a generation nor a prefix
     * @throws dev.ketch.client.ListingException if the items have to be listed and cannot be
     */
    public void clear() {
        if (keys.isCounted()) {
            generations.raiseAll();
            return;
        }
        FirstFailure failure = new FirstFailure();
        for (Server server : client.servers()) {
            try {
                sweep(server);
            } catch (CacheException | ListingException e) {
                failure.add(e);
            }
        }
        failure.rethrow();
    }

    private void sweep(Server server) {
        try (Scan scan = scan(server)) {
            List<Slot> found = scan.nextSlots();
            while (found != null) {
                batches.removeAll(found);
                found = scan.nextSlots();
            }
        }
    }

    /** The entries of one server; the caller closes the scan. */
    public Scan scan(Server server) {
        if (keys.prefix().length == 0) {
            throw failures.boundless();
        }
        return new Scan(client, keys.prefix(), generations, codec, failures, availability, server);
    }

    public List<Server> servers() {
        return client.servers();
    }

    private Exchange run(Exchange exchange) {
        client.run(exchange);
        check(exchange);
        return exchange;
    }

    private Exchange exchange(Server server, Request... requests) {
        return new Exchange(server, List.of(requests), null, availability.fence());
    }

    /** Throws what befell an exchange. */
    void check(Exchange exchange) {
        failures.check(exchange);
    }
}
