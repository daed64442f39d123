// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry lives: its key, as it was when the call was made, and the server that owns it.
 *
 * @param key the key as given
 * @param wireKey the key in memcached
 * @param storedKey the serialized key, where the wire key alone does not tell it; else {@code null}
 * @param server the owner
 */
@SuppressWarnings("ArrayRecordComponent") // made once a call and never compared
public record Slot(Object key, byte[] wireKey, byte @Nullable [] storedKey, Server server) {
    private static final int SHOWN = 80;

    /** The key for a message, shortened. */
    public String keyName() {
        return shorten(key);
    }

    static String shorten(Object key) {
        String s;
        try {
            s = String.valueOf(key);
        } catch (RuntimeException e) {
            s = key.getClass().getName();
        }
        return s.length() <= SHOWN ? s : s.substring(0, SHOWN) + "…";
    }
}
