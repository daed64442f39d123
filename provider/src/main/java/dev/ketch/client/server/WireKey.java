// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.server;

import java.util.Arrays;

/** A key's bytes, fit for a map. Immutable as long as nobody changes the array. */
final class WireKey {
    private final byte[] bytes;
    private final int hash;

    WireKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
