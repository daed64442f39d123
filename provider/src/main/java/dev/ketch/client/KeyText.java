// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Request;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Keys as text: what they are on the wire, and how messages show them. */
final class KeyText {
    private static final int SHOWN = 60;

    private KeyText() {}

    /**
     * The UTF-8 bytes of a key.
     *
     * @throws IllegalArgumentException if they are not 1 to 250, or the text has no UTF-8 form
     */
    static byte[] encode(String key) {
        Objects.requireNonNull(key, "key");
        ByteBuffer encoded;
        try {
            // Not String.getBytes: it makes a question mark of half a surrogate pair, so that two keys become one.
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("key [" + show(key) + "] of " + key.length()
                    + " characters holds half a surrogate pair, which has no UTF-8 form");
        }
        int length = encoded.remaining();
        if (length < 1 || length > Request.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key [" + show(key) + "] has " + length
                    + " bytes in UTF-8, and memcached takes 1 to " + Request.MAX_KEY_LENGTH + "; shorten or hash it");
        }
        byte[] bytes = new byte[length];
        encoded.get(bytes);
        return bytes;
    }

    /** The beginning of a key, fit for one line of a log. */
    static String show(String key) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(key.length(), SHOWN); i++) {
            char c = key.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return key.length() > SHOWN ? shown.append("...").toString() : shown.toString();
    }
}
