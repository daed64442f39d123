// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.store.BatchStore.Change;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** What changes that depend on a read are sent as, and what their answers mean, for one as for many. Thread-safe. */
final class ChangeRules {
    private final ExchangeRouter client;
    private final GenerationSource generations;
    private final LateClears lateClears;
    private final ItemCodec codec;
    private final Failures failures;
    private final Availability availability;

    ChangeRules(
            ExchangeRouter client,
            GenerationSource generations,
            LateClears lateClears,
            ItemCodec codec,
            Failures failures,
            Availability availability) {
        this.client = client;
        this.generations = generations;
        this.lateClears = lateClears;
        this.codec = codec;
        this.failures = failures;
        this.availability = availability;
    }

    Request storeOver(Change change, byte[] payload, boolean quiet) {
        Snapshot base = change.base();
        if (change.sameValue() && base.deadline() == Snapshot.UNKNOWN_DEADLINE) {
            // The item may be another program's, whose flags would be lost if it were written again.
            return codec.touch(base.slot(), change.deadline());
        }
        Opcode opcode;
        if (base.hasItem()) {
            requireCas(base);
            opcode = quiet ? Opcode.SETQ : Opcode.SET;
        } else {
            opcode = quiet ? Opcode.ADDQ : Opcode.ADD;
        }
        return codec.store(opcode, base.slot(), base.generation(), change.deadline(), payload, base.cas());
    }

    Request deleteOf(Snapshot base, boolean quiet) {
        requireCas(base);
        byte[] key = base.slot().wireKey();
        return quiet ? Request.deleteQuiet(key, base.cas()) : Request.delete(key, base.cas());
    }

    /** A server without CAS would take a CAS of 0, and any other, for no condition at all. */
    private void requireCas(Snapshot base) {
        if (base.cas() == 0) {
            throw failures.casDisabled(base.slot().server());
        }
    }

    boolean isStored(Slot slot, Response response) {
        return switch (response.status()) {
            case OK -> true;
            case EXISTS, NOT_FOUND -> false;
            default -> throw failures.refusedStore(slot, response);
        };
    }

    boolean isDeleted(Slot slot, Response response) {
        return switch (response.status()) {
            case OK -> true;
            case EXISTS, NOT_FOUND -> false;
            default -> throw failures.unexpected(slot.server(), response);
        };
    }

    /**
     * Whether a change that was stored counts. One that must not, though it would by itself, is taken back.
     *
     * @param counter the counter, read after it if that is needed
     * @param created whether it counts only if the counter agrees
     * @param blind see {@link LateClears#counts}
     */
    boolean counts(
            Server server, Change change, Response stored, @Nullable Response counter, boolean created, boolean blind) {
        Slot slot = change.base().slot();
        long generation = change.base().generation();
        if (isChecked(change) && generations.learn(server, counter) != generation) {
            undo(server, slot, stored.cas());
            return false;
        }
        return !created || lateClears.counts(server, slot, stored, generation, counter, blind);
    }

    /**
     * Whether a change that was made must be looked after, since it would count although the cache was cleared between
     * the read that it depends on and the change.
     */
    boolean isChecked(Change change) {
        return codec.form().outlivesGenerations() && change.payload() != null && !change.sameValue();
    }

    /**
     * Whether a change that was made counts only if the counter agrees, as it depends on there being no item: a CAS tells
     * whether an item is still the same, but that there is none may be so for the second time.
     */
    boolean isCheckedCreation(Change change) {
        return generations.isCounted()
                && !codec.form().outlivesGenerations()
                && change.payload() != null
                && !change.base().hasItem();
    }

    /**
     * Whether a change that moves only the deadline would write an item that the server does not take, since this JVM packs
     * it less tightly than the one that wrote it. Its entry keeps its deadline.
     */
    boolean isTooLargeToTouch(Change change) {
        byte[] payload = change.payload();
        return change.sameValue()
                && payload != null
                && change.base().deadline() != Snapshot.UNKNOWN_DEADLINE
                && !codec.fits(change.base().slot(), payload);
    }

    /** Deletes what a change that is looked after has written, if it is still there. */
    private void undo(Server server, Slot slot, long cas) {
        // On any connection: should the server have restarted, then nothing on it counts, whatever its CAS.
        Exchange exchange =
                new Exchange(server, List.of(Request.delete(slot.wireKey(), cas)), null, availability.fence());
        client.run(exchange);
        CacheException failure = failures.of(exchange);
        if (failure != null) {
            // It counts, and who reads it may take it for what is there. Let nobody in this JVM.
            availability.distrust(slot);
            throw failures.notUndone(server, slot, failure);
        }
    }
}
