// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.KeyListing;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a server by {@code lru_crawler metadump}, read by a thread of their own. */
public final class MetadumpListing implements KeyListing {
    private final KeyQueue keys;
    private final DumpReader reader;

    private MetadumpListing(KeyQueue keys, DumpReader reader) {
        this.keys = keys;
        this.reader = reader;
    }

    /**
     * Begins to list the keys that start with a prefix.
     *
     * @param open holds the listing as long as it reads
     */
    public static MetadumpListing open(Endpoint endpoint, byte[] prefix, Set<MetadumpListing> open) {
        KeyQueue keys = new KeyQueue();
        DumpReader reader = new DumpReader(endpoint, prefix.clone(), keys);
        MetadumpListing listing = new MetadumpListing(keys, reader);
        open.add(listing);
        try {
            Threads.start("ketch-list-" + endpoint.name(), () -> {
                try {
                    reader.run();
                } finally {
                    open.remove(listing);
                }
            });
        } catch (VirtualMachineError e) {
            open.remove(listing);
            throw e;
        }
        return listing;
    }

    @Override
    public @Nullable ListedKey next() {
        return keys.next();
    }

    @Override
    public void close() {
        reader.close();
    }
}
