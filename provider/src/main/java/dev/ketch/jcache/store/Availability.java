// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.OnUnavailable;
import dev.ketch.ServerUnavailableException;
import dev.ketch.UnknownOutcomeException;
import dev.ketch.client.Fence;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import java.util.function.BooleanSupplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * What a cache makes of servers that cannot be reached. Where it degrades, reads find nothing there and blind writes are
 * dropped; the client remembers the keys, and until they are deleted what it finds under them counts as nothing, or this
 * JVM would read there what its own writes should have replaced. Thread-safe.
 */
public final class Availability {
    private final MemcachedClient client;
    private final Fence fence;
    private final boolean degrades;
    private final BooleanSupplier unawaited;

    /**
     * @param counterKey the key of the cache's generation counter
     * @param unawaited whether nobody waits for what this thread does. Who waits is slowed down by that; who does not has to
     *     be told when there is no more room on the way to a server
     */
    public Availability(MemcachedClient client, OnUnavailable mode, byte[] counterKey, BooleanSupplier unawaited) {
        this.unawaited = unawaited;
        this.client = client;
        this.fence = new Fence(counterKey);
        this.degrades = mode == OnUnavailable.DEGRADE;
        client.protect(fence);
    }

    /** Goes with every exchange that writes; {@code null} where the cache does not degrade. */
    @Nullable
    Fence fence() {
        return degrades ? fence : null;
    }

    /** Whether a failure is one that a cache that degrades does not show. */
    public boolean hides(CacheException failure) {
        return degrades
                && !client.isClosed()
                && (failure instanceof ServerUnavailableException || failure instanceof UnknownOutcomeException);
    }

    /** Whether more is asked for at a time than there is room for, by a caller who does not wait: it has to be told. */
    private boolean isTooMuch(CacheException failure) {
        return failure instanceof OverloadedException && unawaited.getAsBoolean();
    }

    /** To be asked before an item is read: whether what is found then counts as nothing. */
    boolean isDoubtful(Server server, byte[] wireKey) {
        return client.isDoubtful(server, wireKey, fence);
    }

    /** What a read has found that failed; throws the failure where it is not to be hidden. */
    Snapshot unread(Slot slot, CacheException failure) {
        if (!hides(failure) || isTooMuch(failure)) {
            throw failure;
        }
        return Snapshot.unreachable(slot, failure);
    }

    /** A write has failed: it is remembered, or the failure is thrown where it is not to be hidden. */
    void drop(Slot slot, CacheException failure) {
        if (!hides(failure) || isTooMuch(failure)) {
            throw failure;
        }
        client.dropped(slot.server(), slot.wireKey(), fence);
    }

    /** A write has failed that is remembered only if it says so; the failure is thrown where it is not to be hidden. */
    void giveUp(Slot slot, CacheException failure, boolean remember) {
        if (remember) {
            drop(slot, failure);
        } else if (!hides(failure)) {
            throw failure;
        }
    }

    /** How many writes to a slot's server were lost so far. */
    public long losses(Slot slot) {
        return client.losses(slot.server());
    }

    /** What is stored in a slot may be older than what was lost meanwhile: it is to be deleted. */
    public void distrust(Slot slot) {
        if (degrades) {
            client.dropped(slot.server(), slot.wireKey(), fence);
        }
    }

    /** The cache could not be emptied on a server: it will be, or the failure is thrown where it is not to be hidden. */
    void raise(Server server, CacheException failure) {
        if (!hides(failure)) {
            throw failure;
        }
        client.raise(server, fence);
    }

    /** Whether a server takes no calls at all at the moment. */
    public boolean isOutOfUse(Server server) {
        return !client.state(server).admitsCalls();
    }

    /** Whether a server is on the list no more, so that nothing of what it has counts. */
    public boolean isRemoved(Server server) {
        return client.state(server) == ServerState.REMOVED;
    }

    /** The cache is no longer open in this JVM. What was dropped is made up for nevertheless. */
    public void close() {
        client.release(fence);
    }
}
