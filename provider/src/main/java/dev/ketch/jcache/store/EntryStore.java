// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.ServerUnavailableException;
import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Outcome;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.key.WireKey;
import dev.ketch.serialization.key.WireKeys;
import java.util.List;
import java.util.function.LongSupplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes and removes the entries of one cache, one at a time. Every method is one exchange, or two where the
 * generation has changed since it was last seen; every failure of a server is a {@link javax.cache.CacheException}.
 *
 * <p>A write that depends on a {@link Snapshot} is done only if the item is still the one that was read, and answers
 * {@code false} if it is not. Thread-safe.
 */
public final class EntryStore {
    private final ExchangeRouter client;
    private final WireKeys keys;
    private final Failures failures;
    private final Availability availability;
    private final FlawCounts flaws;
    private final Generations generations;
    private final ItemCodec codec;
    private final BatchStore batches;

    /** @param clock epoch milliseconds */
    public EntryStore(
            String cache,
            ExchangeRouter client,
            WireKeys keys,
            Serializer serializer,
            Failures failures,
            Availability availability,
            LongSupplier clock) {
        this.client = client;
        this.availability = availability;
        this.keys = keys;
        this.failures = failures;
        this.flaws = new FlawCounts(cache);
        this.generations = new Generations(client, keys.generationKey(), failures, availability);
        this.codec = new ItemCodec(client, serializer, failures, flaws, clock);
        this.batches = new BatchStore(client, generations, codec, failures, availability);
    }

    public BatchStore batches() {
        return batches;
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
            throw failures.unserializable("an object of " + key.getClass() + " cannot be a key", e);
        }
        byte[] stored = wire.rebuildable() ? null : codec.serialize(key, "the key of " + key.getClass());
        byte[] bytes = wire.bytes();
        return new Slot(key, bytes, stored, client.serverOf(bytes));
    }

    /** The slot with a key object of its own, which nobody changes; as it is where the key's class allows no copy. */
    public Slot detached(Slot slot) {
        byte[] stored = slot.storedKey();
        // What the wire key alone tells is immutable.
        Object copy = stored == null ? null : codec.keyOf(stored, 0, stored.length);
        return copy == null ? slot : new Slot(copy, slot.wireKey(), stored, slot.server());
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
        boolean doubtful = availability.isDoubtful(slot);
        try {
            Exchange exchange = run(slot.server(), Request.getQuiet(slot.wireKey()), generations.read());
            long generation = generations.learn(slot.server(), exchange.response(1));
            return codec.snapshot(slot, exchange.response(0), generation, exchange.session(), withValue, doubtful);
        } catch (CacheException e) {
            return availability.missing(slot, e);
        }
    }

    /**
     * Writes whatever is there, under the generation that holds when it is done.
     *
     * @return whether it is done; {@code false} if it was dropped
     */
    public boolean put(Slot slot, byte[] payload, long deadline) {
        try {
            putNow(slot, payload, deadline);
            return true;
        } catch (CacheException e) {
            availability.drop(slot, e);
            return false;
        }
    }

    private void putNow(Slot slot, byte[] payload, long deadline) {
        Server server = slot.server();
        long generation = generations.lastKnown(server);
        Retry retry = retry();
        boolean begun = false;
        while (true) {
            Request store = codec.store(Opcode.SET, slot, generation, deadline, payload, 0);
            Exchange exchange;
            try {
                exchange = run(server, store, generations.read());
            } catch (ServerUnavailableException e) {
                throw begun ? failures.halfDone(slot, e) : e;
            }
            begun = true;
            Response stored = answer(exchange, 0);
            if (!stored.isOk()) {
                throw failures.refusedStore(slot, stored);
            }
            if (counts(slot, stored, generation, exchange.response(1), true)) {
                return;
            }
            generation = generations.lastKnown(server);
            retry.lost(slot);
        }
    }

    /**
     * Writes an entry if there is no item.
     *
     * @return {@code null} if the entry is created, else what is there instead
     */
    public @Nullable Snapshot create(Slot slot, byte[] payload, long deadline) {
        Server server = slot.server();
        if (availability.isDoubtful(slot)) {
            throw failures.doubtful(slot);
        }
        long generation = generations.lastKnown(server);
        Exchange exchange = run(
                server,
                codec.store(Opcode.ADD, slot, generation, deadline, payload, 0),
                Request.getQuiet(slot.wireKey()),
                generations.read());
        Response added = answer(exchange, 0);
        if (!added.isOk() && added.status() != Status.EXISTS) {
            throw failures.refusedStore(slot, added);
        }
        Response counter = exchange.response(2);
        if (added.isOk() && counts(slot, added, generation, counter, false)) {
            return null;
        }
        long current = added.isOk() ? generations.lastKnown(server) : generations.learn(server, counter);
        return codec.snapshot(slot, exchange.response(1), current, exchange.session(), true, false);
    }

    /**
     * Writes an entry in place of what was read.
     *
     * @return whether it is done; {@code false} if the item has changed since
     */
    public boolean write(Snapshot base, byte[] payload, long deadline) {
        return write(base, payload, deadline, false);
    }

    /** @param droppable whether nobody minds if it is taken for done and a clear was faster */
    private boolean write(Snapshot base, byte[] payload, long deadline, boolean droppable) {
        base.requireReached();
        Request store = batches.storeOver(base, payload, deadline, false);
        // A CAS tells whether the item is still the same; that there is none may be so for the second time.
        List<Request> requests = base.hasItem() ? List.of(store) : List.of(store, generations.read());
        Exchange exchange = new Exchange(base.slot().server(), requests, base.session(), availability.fence());
        client.run(exchange);
        failures.check(exchange);
        if (exchange.outcome() == Outcome.SESSION_LOST) {
            return false;
        }
        Response stored = answer(exchange, 0);
        return batches.isStored(base.slot(), stored)
                && (base.hasItem() || counts(base.slot(), stored, base.generation(), exchange.response(1), droppable));
    }

    /**
     * Removes the item that was read.
     *
     * @return whether it is done; {@code false} if the item has changed or gone since
     */
    public boolean delete(Snapshot base) {
        base.requireReached();
        if (!base.hasItem()) {
            return false;
        }
        Exchange exchange = new Exchange(
                base.slot().server(), List.of(batches.deleteOf(base, false)), base.session(), availability.fence());
        client.run(exchange);
        failures.check(exchange);
        if (exchange.outcome() == Outcome.SESSION_LOST) {
            return false;
        }
        return batches.isDeleted(base.slot(), answer(exchange, 0));
    }

    /**
     * Makes a change whose item is still the one that was read.
     *
     * @param remember whether the key is remembered if the change is dropped; not for what is as good undone
     */
    public Applied apply(Change change, boolean remember) {
        Snapshot base = change.base();
        byte[] payload = change.payload();
        try {
            boolean done = payload == null ? delete(base) : write(base, payload, change.deadline(), !remember);
            return done ? Applied.DONE : Applied.CONFLICT;
        } catch (CacheException e) {
            if (remember) {
                availability.drop(base.slot(), e);
            } else if (!availability.hides(e)) {
                throw e;
            }
            return Applied.DROPPED;
        }
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
        boolean doubtful = availability.isDoubtful(slot);
        // In one step: between a GET and a DELETE, even of one packet, somebody might create the entry anew.
        Exchange exchange = run(
                slot.server(),
                generations.readQuietly(),
                Request.getAndExpireQuiet(slot.wireKey()),
                generations.read());
        Response counter = exchange.response(2);
        long generation = generations.learn(slot.server(), counter);
        Response first = exchange.response(0);
        Response item = exchange.response(1);
        if (first != null && item != null && counter != null && isEarlier(item, counter)) {
            // A clear came in between, and this removal goes before it: somebody may have seen in the meantime that the
            // entry was gone. Who comes after the clear finds nothing either way.
            generation = Generations.of(first, generation);
        }
        return codec.snapshot(slot, item, generation, exchange.session(), false, doubtful)
                .isLive();
    }

    /** Makes every entry of the cache absent. */
    public void clear() {
        generations.raiseAll();
    }

    /** The entries of one server; the caller closes the scan. */
    public Scan scan(Server server) {
        return new Scan(client, keys, generations, codec, failures, availability, server);
    }

    public List<Server> servers() {
        return client.servers();
    }

    /**
     * Whether an item counts that was stored under a generation, or has counted until a clear came. A server gives its
     * CAS in one sequence for all items, the counter included: the greater one of item and counter is the later. An item
     * that has counted must not be written again, or what somebody saw and somebody cleared would be back.
     *
     * @param stored the answer to the store
     * @param counter the counter, read after it
     * @param blind whether the item may be taken for one that has counted although a clear came before it, if one came
     *     after it as well
     */
    private boolean counts(Slot slot, Response stored, long generation, @Nullable Response counter, boolean blind) {
        long clears = generations.learn(slot.server(), counter) - generation;
        if (clears == 0) {
            return true;
        }
        if (counter == null || !isEarlier(stored, counter) || Generations.isBegunAnew(clears)) {
            return false;
        }
        if (clears == 1 || blind) {
            return true;
        }
        throw failures.clearedTwice(slot);
    }

    private static boolean isEarlier(Response item, Response counter) {
        return item.isOk() && counter.isOk() && Long.compareUnsigned(item.cas(), counter.cas()) < 0;
    }

    private Exchange run(Server server, Request... requests) {
        Exchange exchange = new Exchange(server, List.of(requests), null, availability.fence());
        client.run(exchange);
        failures.check(exchange);
        return exchange;
    }

    private Response answer(Exchange exchange, int index) {
        Response response = exchange.response(index);
        if (response == null) {
            throw failures.missing(exchange.server());
        }
        return response;
    }
}
