// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.store.Compression.Packed;
import org.jspecify.annotations.Nullable;

/** The items that only Ketch reads: an {@link ItemHeader} stands before the value, and says all there is to say. */
final class HeadedForm implements ItemForm {
    private final int flags;
    private final Compression compression;
    private final @Nullable ItemSigner signer;

    HeadedForm(int serializerId, Compression compression, @Nullable ItemSigner signer) {
        this.flags = ItemFlags.of(serializerId);
        this.compression = compression;
        this.signer = signer;
    }

    @Override
    public Packed pack(byte[] value) {
        return compression.pack(value);
    }

    @Override
    public int flags(Packed value) {
        return ItemFlags.compressed(flags, value.method());
    }

    @Override
    public int headLength(Slot slot) {
        return ItemHeader.lengthWith(slot.storedKey(), signer != null);
    }

    @Override
    public byte[] head(Slot slot, long generation, long deadline, Packed value) {
        return ItemHeader.encode(
                slot.wireKey(), flags(value), generation, deadline, slot.storedKey(), value.bytes(), signer);
    }

    @Override
    public byte @Nullable [] unpack(ItemHeader header, Response response) {
        int method = ItemFlags.method(response.flags());
        return method == 0 ? null : compression.unpack(method, response.value(), header.payloadOffset());
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
        return ItemFlags.isSameButForCompression(response.flags(), flags) ? header : Flaw.SERIALIZER;
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
