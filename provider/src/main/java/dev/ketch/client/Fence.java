// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.Arrays;

/**
 * Makes void at one stroke what its owner has stored on a server: a counter there, whose value every item carries that
 * was written while it held. Who reads such an item takes it for absent once the counter has moved.
 *
 * <p>Immutable; equal to fences of the same counter.
 */
public final class Fence {
    private final byte[] counterKey;

    /** @param counterKey the counter's key, the same on every server; not copied, and not to be changed any more */
    public Fence(byte[] counterKey) {
        this.counterKey = counterKey;
    }

    public byte[] counterKey() {
        return counterKey;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fence fence && Arrays.equals(counterKey, fence.counterKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counterKey);
    }

    @Override
    public String toString() {
        return new String(counterKey, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
