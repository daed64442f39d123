// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

/** The bytes that name an entry in memcached. Immutable as long as nobody changes the array. */
public final class WireKey {

    private final byte[] bytes;
    private final boolean rebuildable;

    /**
     * Makes a key of bytes that are known to be one.
     *
     * @param bytes not copied
     * @param rebuildable see {@link #rebuildable()}
     */
    public WireKey(byte[] bytes, boolean rebuildable) {
        this.bytes = bytes;
        this.rebuildable = rebuildable;
    }

    /** Returns the key itself, at most 250 bytes of 0x21 to 0x7e. Not a copy: it must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Tells whether {@link WireKeys#decode} rebuilds the key object from the bytes; else it must be stored. */
    public boolean rebuildable() {
        return rebuildable;
    }
}
