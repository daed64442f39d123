// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

/** Why an item that is there does not count as an entry of the cache. */
public enum Flaw {
    FOREIGN("was written by something else than Ketch"),
    VERSION("has a format that this version of Ketch does not know; a newer one may have written it"),
    CORRUPT("is damaged: its checksum is wrong"),
    KEY("belongs to another key with the same digest, or its stored key cannot be read"),
    VALUE("cannot be deserialized");

    private final String text;

    Flaw(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
