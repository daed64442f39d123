// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** The keys with which items are signed; the first signs, all verify. Immutable; shows none of them. */
public final class HmacKeys {
    /** The shortest key in bytes: shorter ones can be guessed. */
    public static final int SHORTEST = 16;

    private final List<byte[]> keys;

    private HmacKeys(List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * @param texts the keys; their UTF-8 counts
     * @param where where they stand, for messages
     */
    static HmacKeys of(List<String> texts, String where) {
        if (texts.isEmpty()) {
            throw new ConfigurationException(
                    where + " holds no key: write one, for example of openssl rand -base64 32");
        }
        List<byte[]> keys = new ArrayList<>();
        for (String text : texts) {
            byte[] key = text.getBytes(StandardCharsets.UTF_8);
            if (key.length < SHORTEST) {
                throw new ConfigurationException("key " + (keys.size() + 1) + " in " + where + " has " + key.length
                        + " bytes: a key needs " + SHORTEST + " at least, for example of openssl rand -base64 32");
            }
            keys.add(key);
        }
        return new HmacKeys(keys);
    }

    /** The keys, as copies. */
    public List<byte[]> keys() {
        return keys.stream().map(byte[]::clone).toList();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof HmacKeys o) || keys.size() != o.keys.size()) {
            return false;
        }
        boolean same = true;
        for (int i = 0; i < keys.size(); i++) {
            same &= MessageDigest.isEqual(keys.get(i), o.keys.get(i));
        }
        return same;
    }

    @Override
    public int hashCode() {
        return keys.size();
    }

    @Override
    public String toString() {
        return keys.size() + " keys, not shown";
    }
}
