// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Outcome;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import dev.ketch.jcache.store.BatchStore.Change;
import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the entries of one cache, one at a time, that depend on what is there: each is done only if the item is
 * still the one that was read, or if there is none, and tells whether it is done. Thread-safe.
 */
public final class ChangeStore {
    /** In any memcached, whose smallest item_size_max is 1 KB. */
    private static final int ALWAYS_FITS = 256;

    private final ExchangeRouter client;
    private final GenerationSource generations;
    private final LateClears lateClears;
    private final ChangeRules rules;
    private final ItemCodec codec;
    private final Failures failures;
    private final Availability availability;

    ChangeStore(
            ExchangeRouter client,
            GenerationSource generations,
            LateClears lateClears,
            ChangeRules rules,
            ItemCodec codec,
            Failures failures,
            Availability availability) {
        this.client = client;
        this.generations = generations;
        this.lateClears = lateClears;
        this.rules = rules;
        this.codec = codec;
        this.failures = failures;
        this.availability = availability;
    }

    /** Whether the server takes an entry; to be asked after something was read from it, which tells what it takes. */
    public boolean fits(Slot slot, byte[] payload) {
        return codec.fits(slot, payload);
    }

    /**
     * Throws if the server does not take an entry, before somebody else is told of it. What cannot be known of a server
     * that is not to be reached is not asked.
     */
    public void requireFit(Slot slot, byte[] payload) {
        if (payload.length <= ALWAYS_FITS) {
            return;
        }
        try {
            // The first answer of a server comes with what it takes.
            long unused = generations.lastKnown(slot.server());
        } catch (CacheException e) {
            if (availability.hides(e)) {
                return;
            }
            throw e;
        }
        codec.requireFit(slot, payload);
    }

    /**
     * Writes an entry if there is no item.
     *
     * @return {@code null} if the entry is created, else what is there instead
     */
    public @Nullable Snapshot create(Slot slot, byte[] payload, long deadline) {
        Server server = slot.server();
        if (availability.isDoubtful(server, slot.wireKey())) {
            throw failures.doubtful(slot);
        }
        long generation = generations.lastKnown(server);
        List<Request> requests = List.of(
                codec.store(Opcode.ADD, slot, generation, deadline, payload, 0),
                Request.getQuiet(slot.wireKey()),
                generations.read());
        Exchange exchange = new Exchange(server, requests, null, availability.fence());
        client.run(exchange);
        failures.check(exchange);
        Response added = failures.answer(exchange, 0);
        if (!added.isOk() && added.status() != Status.EXISTS) {
            throw failures.refusedStore(slot, added);
        }
        Response counter = exchange.response(2);
        if (added.isOk() && lateClears.counts(server, slot, added, generation, counter, false)) {
            return null;
        }
        // Not what is known by now, which another thread may have learnt from an older answer.
        boolean begunAnew = added.isOk() && (counter == null || !counter.isOk());
        long current = begunAnew ? generations.lastKnown(server) : generations.learn(server, counter);
        return codec.snapshot(slot, exchange.response(1), current, exchange.session(), true, false);
    }

    /**
     * Writes an entry in place of what was read.
     *
     * @return whether it is done; {@code false} if the item has changed since
     */
    public boolean write(Snapshot base, byte[] payload, long deadline) {
        return write(new Change(base, payload, deadline), payload, false);
    }

    /** @param droppable whether nobody minds if it is taken for done and a clear was faster */
    private boolean write(Change change, byte[] payload, boolean droppable) {
        Snapshot base = change.base();
        Slot slot = base.slot();
        base.requireReached();
        List<Request> requests = new ArrayList<>(2);
        requests.add(rules.storeOver(change, payload, false));
        boolean created = rules.isCheckedCreation(change);
        if (created || rules.isChecked(change)) {
            requests.add(generations.read());
        }
        Server server = slot.server();
        Exchange exchange = new Exchange(server, requests, base.session(), availability.fence());
        client.run(exchange);
        failures.check(exchange);
        if (exchange.outcome() == Outcome.SESSION_LOST) {
            return false;
        }
        Response stored = failures.answer(exchange, 0);
        Response counter = requests.size() > 1 ? exchange.response(1) : null;
        return rules.isStored(slot, stored) && rules.counts(server, change, stored, counter, created, droppable);
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
                base.slot().server(), List.of(rules.deleteOf(base, false)), base.session(), availability.fence());
        client.run(exchange);
        failures.check(exchange);
        if (exchange.outcome() == Outcome.SESSION_LOST) {
            return false;
        }
        return rules.isDeleted(base.slot(), failures.answer(exchange, 0));
    }

    /**
     * Makes a change whose item is still the one that was read.
     *
     * @param remember whether the key is remembered if the change is dropped; not for what is as good undone
     */
    public Applied apply(Change change, boolean remember) {
        Snapshot base = change.base();
        byte[] payload = change.payload();
        if (rules.isTooLargeToTouch(change)) {
            return Applied.DROPPED;
        }
        try {
            boolean done = payload == null ? delete(base) : write(change, payload, !remember);
            return done ? Applied.DONE : Applied.CONFLICT;
        } catch (CacheException e) {
            availability.giveUp(base.slot(), e, remember);
            return Applied.DROPPED;
        }
    }
}
