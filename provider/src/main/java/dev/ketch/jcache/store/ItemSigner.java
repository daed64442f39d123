// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs items with HMAC-SHA256, cut to 128 bits, so that nobody without the key can write an item that counts, or move
 * one to another key. Signs with the first key and accepts the signatures of all, so that keys can be changed while
 * caches are in use. Thread-safe; holds no thread's state, since threads may be virtual and many.
 */
public final class ItemSigner {
    /** Length of a signature in bytes. */
    static final int LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final List<Key> keys;

    /**
     * @param keys one or more; copied
     * @throws IllegalStateException if this Java has no HMAC-SHA256, which every one must have
     */
    public ItemSigner(List<byte[]> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key to sign with");
        }
        this.keys = keys.stream().map(Key::new).toList();
    }

    /** The signature of these parts, in this order. */
    byte[] sign(Signable item) {
        return keys.get(0).sign(item);
    }

    /**
     * Whether a signature is one of these parts. Takes as long wherever it differs.
     *
     * @param at where in {@code bytes} the signature begins
     */
    boolean verifies(Signable item, byte[] bytes, int at) {
        byte[] given = Arrays.copyOfRange(bytes, at, at + LENGTH);
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.sign(item), given)) {
                return true;
            }
        }
        return false;
    }

    /** What is signed: feeds its parts, each of known length or said with its length. */
    interface Signable {
        void feed(Mac mac);
    }

    @Override
    public String toString() {
        return "ItemSigner[" + keys.size() + " keys]";
    }

    /** A key and its idle {@link Mac}s, which are not thread-safe and dear to make. */
    private static final class Key {
        private static final int IDLE = 32;
        private final SecretKeySpec secret;
        private final ArrayBlockingQueue<Mac> idle = new ArrayBlockingQueue<>(IDLE);

        Key(byte[] secret) {
            this.secret = new SecretKeySpec(secret, ALGORITHM);
            idle.add(make());
        }

        private Mac make() {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(secret);
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
            }
        }

        byte[] sign(Signable item) {
            Mac pooled = idle.poll();
            Mac mac = pooled == null ? make() : pooled;
            item.feed(mac);
            byte[] full = mac.doFinal(); // leaves it as it was when it was made
            idle.offer(mac);
            return Arrays.copyOf(full, LENGTH);
        }
    }
}
