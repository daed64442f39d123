// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What it takes to make a key, used again and again, so that nothing is allocated but the key. By one thread at a time. */
final class Scratch {

    /** A digest as text: 192 bits in base64url. */
    static final int DIGEST_CHARS = 32;

    private static final int DIGEST_BYTES = 24;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyWriter writer = new KeyWriter();
    private final byte[] wire = new byte[WireKeys.MAX_BYTES];
    private final byte[] hash = new byte[DIGEST_BYTES];
    private final byte[] full = new byte[32];
    private final byte[] text = new byte[DIGEST_CHARS];
    private final MessageDigest sha256;

    Scratch() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every one must have", e);
        }
    }

    /** Returns the writer, emptied. */
    KeyWriter writer() {
        writer.reset();
        return writer;
    }

    /** Returns an array for a memcached key, with old content. */
    byte[] wire() {
        return wire;
    }

    /** Puts SHA-256 of what was written, cut to 192 bits, as base64url. */
    void digest(byte[] out, int position) {
        writer.update(sha256);
        try {
            sha256.digest(full, 0, full.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 takes other than 32 bytes", e);
        }
        System.arraycopy(full, 0, hash, 0, hash.length);
        BASE64.encode(hash, text);
        System.arraycopy(text, 0, out, position, text.length);
    }
}
