// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.KeyListing;
import dev.ketch.client.ListingException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a server by {@code lru_crawler metadump}, read by a thread of their own. There is one pass, and more where
 * the keys take more than a part of the heap, see {@link KeyBuffer}. A listing that is left half-way holds neither thread
 * nor connection once the server has listed its keys.
 */
public final class MetadumpListing implements KeyListing {
    /** An eighth of the heap, but not less than a MB, which holds some 20,000 keys, nor more than 64. */
    private static final long MOST_BYTES =
            Math.max(1 << 20, Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8));

    private final Endpoint endpoint;
    private final byte[] prefix;
    private final long oldestCas;
    private final Set<MetadumpListing> open;
    private final BooleanSupplier clientClosed;
    private final KeyBuffer keys;

    /** Of the present pass. Written by the iterating thread. */
    private volatile @Nullable DumpReader reader;

    private volatile boolean closed;

    private MetadumpListing(
            Endpoint endpoint,
            byte[] prefix,
            long oldestCas,
            Set<MetadumpListing> open,
            BooleanSupplier clientClosed,
            long limit) {
        this.endpoint = endpoint;
        this.prefix = prefix;
        this.oldestCas = oldestCas;
        this.open = open;
        this.clientClosed = clientClosed;
        this.keys = new KeyBuffer(limit);
    }

    /**
     * Begins to list the keys that start with a prefix.
     *
     * @param oldestCas what was last written before it is left out; 0 leaves out nothing
     * @param open holds the listing as long as it reads; whoever closes what it holds has made {@code clientClosed} true
     *     before
     */
    public static MetadumpListing open(
            Endpoint endpoint, byte[] prefix, long oldestCas, Set<MetadumpListing> open, BooleanSupplier clientClosed) {
        return open(endpoint, prefix, oldestCas, open, clientClosed, MOST_BYTES);
    }

    static MetadumpListing open(
            Endpoint endpoint,
            byte[] prefix,
            long oldestCas,
            Set<MetadumpListing> open,
            BooleanSupplier clientClosed,
            long limit) {
        MetadumpListing listing = new MetadumpListing(endpoint, prefix.clone(), oldestCas, open, clientClosed, limit);
        listing.pass();
        return listing;
    }

    private void pass() {
        try {
            DumpReader next = new DumpReader(endpoint, prefix, oldestCas, keys);
            reader = next;
            open.add(this);
            Threads.start("ketch-list-" + endpoint.name(), () -> {
                // Not afterwards: whoever sees the pass end may begin the next one.
                next.run(() -> open.remove(this));
            });
        } catch (VirtualMachineError e) {
            open.remove(this);
            // Or whoever asks on would wait for a reader that there is not.
            keys.end(new ListingException("server [" + endpoint.name() + "] was not listed: " + e, true));
            throw e;
        }
        if (closed || clientClosed.getAsBoolean()) {
            close();
        }
    }

    @Override
    public @Nullable ListedKey next() {
        while (true) {
            ListedKey key = keys.next();
            if (key != null || !keys.nextPass()) {
                return key;
            }
            pass();
        }
    }

    @Override
    public void close() {
        closed = true;
        DumpReader last = reader;
        if (last != null) {
            last.close();
        }
    }
}
