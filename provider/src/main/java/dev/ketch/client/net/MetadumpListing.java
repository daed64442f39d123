// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.KeyListing;
import org.jspecify.annotations.Nullable;

/** The keys of a server by {@code lru_crawler metadump}, read by a thread of their own. */
public final class MetadumpListing implements KeyListing {
    private final KeyQueue keys;
    private final DumpReader reader;

    private MetadumpListing(KeyQueue keys, DumpReader reader) {
        this.keys = keys;
        this.reader = reader;
    }

    /** Begins to list the keys that start with a prefix. */
    public static MetadumpListing open(Endpoint endpoint, byte[] prefix) {
        KeyQueue keys = new KeyQueue();
        DumpReader reader = new DumpReader(endpoint, prefix.clone(), keys);
        Threads.start("ketch-list-" + endpoint.name(), reader);
        return new MetadumpListing(keys, reader);
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
