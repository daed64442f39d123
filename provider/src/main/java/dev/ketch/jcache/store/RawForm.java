// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.store.Compression.Packed;
import org.jspecify.annotations.Nullable;

/**
 * The items of raw caches: the value and nothing else. Their generation is told by their CAS, which the server gives in
 * ascending order: an item counts if it was written after the counter was last moved. So do those that other programs
 * write. The generation of a server is therefore the CAS of its counter here.
 *
 * <p>memcached alone knows when such an item ends, in whole seconds, and tells nobody.
 */
final class RawForm implements ItemForm {
    private static final ItemHeader HEADER = new ItemHeader(0, Snapshot.UNKNOWN_DEADLINE, 0, 0, 0);

    private final int flags;
    private final boolean counted;
    private final Failures failures;

    /** @param counted whether there are generations */
    RawForm(int flags, boolean counted, Failures failures) {
        this.flags = flags;
        this.counted = counted;
        this.failures = failures;
    }

    @Override
    public Packed pack(byte[] value) {
        return new Packed(value, 0);
    }

    @Override
    public int flags(Packed value) {
        return flags;
    }

    @Override
    public int headLength(Slot slot) {
        return 0;
    }

    @Override
    public byte[] head(Slot slot, long generation, long deadline, Packed value) {
        return new byte[0];
    }

    @Override
    public byte @Nullable [] unpack(ItemHeader header, Response response) {
        return null;
    }

    @Override
    public int exptime(long deadline, long now) {
        return Ttl.wholeSeconds(deadline, now);
    }

    @Override
    public Object judge(Server server, byte[] wireKey, Response response, long generation) {
        if (!counted) {
            return HEADER;
        }
        if (response.cas() == 0) {
            throw failures.casDisabled(server);
        }
        return isYounger(response.cas(), generation) ? HEADER : OUTDATED;
    }

    @Override
    public boolean outlivesGenerations() {
        return counted;
    }

    @Override
    public boolean counts(long cas, long assumed, long current) {
        return !counted || isYounger(cas, current);
    }

    private static boolean isYounger(long cas, long generation) {
        return Long.compareUnsigned(cas, generation) > 0;
    }
}
