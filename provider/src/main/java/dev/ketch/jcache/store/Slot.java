// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Server;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry lives: its key, as it was when the call was made, and the server that owns it.
 *
 * <p>The owner is the one of the moment: an operation may take its slot, wait for a lock, a loader or a writer, and find
 * the list of servers changed when it comes to write. What it has read until then was read elsewhere, so that its
 * conditional writes find their session lost, and it reads again. A step that asks several things of one server takes
 * the owner once. Thread-safe.
 */
public final class Slot {
    private static final int SHOWN = 80;

    private final Object key;
    private final byte[] wireKey;
    private final byte @Nullable [] storedKey;
    private final ExchangeRouter client;

    /** What was found last. Immutable, so that threads may see each other's, or not. */
    private Owner owner;

    private record Owner(Server server, long ring) {}

    /**
     * @param key the key as given
     * @param wireKey the key in memcached
     * @param storedKey the serialized key, where the wire key alone does not tell it; else {@code null}
     */
    Slot(Object key, byte[] wireKey, byte @Nullable [] storedKey, ExchangeRouter client) {
        this.key = key;
        this.wireKey = wireKey;
        this.storedKey = storedKey;
        this.client = client;
        this.owner = find();
    }

    private Owner find() {
        // In this order: a change in between has it found anew next time.
        long ring = client.ringVersion();
        return new Owner(client.serverOf(wireKey), ring);
    }

    public Object key() {
        return key;
    }

    public byte[] wireKey() {
        return wireKey;
    }

    public byte @Nullable [] storedKey() {
        return storedKey;
    }

    /** The server that owns the key now. */
    public Server server() {
        Owner known = owner;
        if (known.ring() != client.ringVersion()) {
            known = find();
            owner = known;
        }
        return known.server();
    }

    /** The same place for another key object. */
    Slot withKey(Object other) {
        return new Slot(other, wireKey, storedKey, client);
    }

    /** The key for a message, shortened. */
    public String keyName() {
        return shorten(key);
    }

    /** Any key for a message, whatever its {@code toString} does. */
    public static String shorten(Object key) {
        String s;
        try {
            s = "" + key;
        } catch (RuntimeException | StackOverflowError e) {
            s = key.getClass().getName();
        }
        return s.length() <= SHOWN ? s : s.substring(0, SHOWN) + "…";
    }
}
