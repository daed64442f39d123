// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

/**
 * A serializer whose bytes are the whole item, so that programs without Ketch read and write the same items. What Ketch
 * stores beside the value elsewhere (a deadline to the millisecond, a checksum, a signature) is not there; the memcached
 * flags belong to the value, and on reading are not looked at.
 */
public interface RawSerializer extends Serializer {

    /** Returns the memcached flags of the items that are written; 0, which other clients take for plain text. */
    default int flags() {
        return 0;
    }
}
