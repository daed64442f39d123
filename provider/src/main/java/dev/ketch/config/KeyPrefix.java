// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

/** What plain keys begin with. */
final class KeyPrefix {
    /** Leaves some room for the keys: memcached takes 250 bytes. */
    private static final int LONGEST = 200;

    private KeyPrefix() {}

    /** @throws IllegalArgumentException if the text cannot stand in a key; the message says what to write */
    static String check(String text) {
        boolean fits = text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (text.isEmpty() || text.length() > LONGEST || !fits) {
            throw new IllegalArgumentException("write " + Option.Type.KEY_PREFIX.form());
        }
        return text;
    }
}
