// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Response;
import org.jspecify.annotations.Nullable;

/** The items that only Ketch reads: an {@link ItemHeader} stands before the value, and says all there is to say. */
final class HeadedForm implements ItemForm {
    private final int flags;
    private final @Nullable ItemSigner signer;

    HeadedForm(int serializerId, @Nullable ItemSigner signer) {
        this.flags = ItemFlags.of(serializerId);
        this.signer = signer;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public int headLength(Slot slot) {
        return ItemHeader.lengthWith(slot.storedKey(), signer != null);
    }

    @Override
    public byte[] head(Slot slot, long generation, long deadline, byte[] payload) {
        return ItemHeader.encode(slot.wireKey(), flags, generation, deadline, slot.storedKey(), payload, signer);
    }

    @Override
    public int exptime(long deadline, long now) {
        return Ttl.exptime(deadline, now);
    }

    @Override
    public Object judge(Server server, byte[] wireKey, Response response, long generation) {
        Object opened = ItemHeader.decode(wireKey, response.flags(), response.value(), signer);
        if (!(opened instanceof ItemHeader header)) {
            return opened;
        }
        if (header.generation() != generation) {
            return OUTDATED;
        }
        return response.flags() == flags ? header : Flaw.SERIALIZER;
    }

    @Override
    public boolean outlivesGenerations() {
        return false;
    }

    @Override
    public boolean counts(long cas, long assumed, long current) {
        return assumed == current;
    }
}
