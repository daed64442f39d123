// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

/** Why an item that is there does not count as an entry of the cache. */
public enum Flaw {
    FOREIGN(
            "was written by something else than Ketch",
            "Share such items through a cache with the serializer [string] or [bytes], or give Ketch a namespace of its"
                    + " own"),
    VERSION(
            "has a format that this version of Ketch does not know; a newer one may have written it",
            "Bring all that share the cache to one version"),
    CORRUPT("is damaged: its checksum is wrong", "Something between here and the server's memory changes bytes"),
    SIGNATURE(
            "is not signed with a key of this cache, or is signed where no key is known",
            "Give all that share the cache the same keys by [hmacKeyFile] or [hmacKey]; if they have them, somebody"
                    + " without a key writes to the server"),
    SERIALIZER(
            "was written by another serializer than the one that this cache reads with",
            "Give all that share the cache the same [serializer]"),
    KEY(
            "belongs to another key with the same digest, or its stored key cannot be read",
            "Let all that share the cache have the same class of keys"),
    DENIED("holds a class that may not be read", "See [classPolicy], [allowClasses] and [denyClasses]"),
    VALUE(
            "cannot be decompressed or deserialized",
            "Let all that share the cache have the same classes of values, and the same [maxValueSize], [maxDepth],"
                    + " [maxObjects] and [maxArrayLength] where the values are beyond them");

    private final String text;
    private final String remedy;

    Flaw(String text, String remedy) {
        this.text = text;
        this.remedy = remedy;
    }

    String text() {
        return text;
    }

    /** What to do about it, a sentence without its full stop. */
    String remedy() {
        return remedy;
    }
}
