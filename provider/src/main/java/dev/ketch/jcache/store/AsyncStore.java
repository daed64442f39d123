// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Server;
import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link EntryStore} for who does not wait for the servers: the first exchange, and nearly always there is no
 * other, is under way when the method returns. Thread-safe.
 */
public final class AsyncStore {
    private final EntryStore store;
    private final ExchangeRouter client;
    private final GenerationSource generations;
    private final Availability availability;

    AsyncStore(EntryStore store, ExchangeRouter client, GenerationSource generations, Availability availability) {
        this.store = store;
        this.client = client;
        this.generations = generations;
        this.availability = availability;
    }

    /** As {@link EntryStore#read}. */
    public Started<Snapshot> read(Slot slot, boolean withValue, long sliding) {
        Server server = slot.server();
        boolean doubtful = availability.isDoubtful(server, slot.wireKey());
        Exchange exchange = store.reading(slot, server, doubtful ? Deadline.ETERNAL : sliding);
        return start(
                false,
                exchange,
                () -> store.found(slot, exchange, withValue, doubtful),
                e -> availability.unread(slot, e));
    }

    /** As {@link BatchStore#readAll}, with values. */
    public Started<List<Snapshot>> readAll(List<Slot> slots, long sliding) {
        BatchStore.Reading reading = store.batches().reading(slots, sliding);
        return new Started<>(
                false, reading.run().startAsync(), () -> store.batches().found(reading, true));
    }

    /** As {@link EntryStore#put}; {@code null} if the server's generation has to be asked for first. */
    public @Nullable Started<Boolean> put(Slot slot, byte[] payload, long deadline) {
        Server server = slot.server();
        Long generation = generations.guess(server);
        if (generation == null) {
            return null;
        }
        Exchange exchange = store.putting(slot, server, generation, payload, deadline);
        return start(
                true,
                exchange,
                () -> store.isPut(slot, server, generation, exchange)
                        || store.putAgain(slot, exchange, payload, deadline),
                e -> dropped(slot, e));
    }

    /** As {@link EntryStore#remove}. */
    public Started<Boolean> remove(Slot slot) {
        Server server = slot.server();
        boolean doubtful = availability.isDoubtful(server, slot.wireKey());
        Exchange exchange = store.removing(slot, server);
        return start(true, exchange, () -> store.isRemoved(slot, exchange, doubtful), e -> dropped(slot, e));
    }

    private boolean dropped(Slot slot, CacheException failure) {
        availability.drop(slot, failure);
        return false;
    }

    private interface Answer<T> {
        T get();
    }

    private interface Failed<T> {
        T get(CacheException failure);
    }

    private <T> Started<T> start(boolean changing, Exchange exchange, Answer<T> answer, Failed<T> failed) {
        CompletionStage<Exchange> answered = client.start(exchange);
        return new Started<>(changing, answered, () -> {
            try {
                store.check(exchange);
                return answer.get();
            } catch (CacheException e) {
                return failed.get(e);
            }
        });
    }
}
