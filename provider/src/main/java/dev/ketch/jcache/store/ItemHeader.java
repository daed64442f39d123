// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What precedes the payload in an item, big-endian:
 *
 * <pre>
 *  0  1  format version
 *  1  1  flags: bit 0 = the key follows
 *  2  8  generation
 * 10  8  deadline, epoch milliseconds; 0 = eternal
 * 18  4  CRC32C over wire key, memcached flags, this header without the sum, key and payload
 * 22  4  length of the key in bytes   } only with
 * 26  n  the key, serialized          } bit 0
 * </pre>
 *
 * @param generation the generation under which the item was written
 * @param deadline when it dies, epoch milliseconds; 0 = never
 * @param keyOffset where the stored key begins
 * @param keyLength its length in bytes, 0 where none is stored
 */
record ItemHeader(long generation, long deadline, int keyOffset, int keyLength) {
    static final byte VERSION = 1;
    static final int LENGTH = 22;
    private static final int SUM_AT = 18;
    private static final int KEY_AT = LENGTH + 4;
    private static final byte HAS_KEY = 1;

    /** Where the payload begins. */
    int payloadOffset() {
        return keyLength == 0 ? LENGTH : keyOffset + keyLength;
    }

    /** Length in bytes of the header of an item with or without a stored key. */
    static int lengthWith(byte @Nullable [] storedKey) {
        return storedKey == null ? LENGTH : KEY_AT + storedKey.length;
    }

    /** The bytes in front of a payload. */
    static byte[] encode(
            byte[] wireKey, int flags, long generation, long deadline, byte @Nullable [] storedKey, byte[] payload) {
        byte[] head = new byte[lengthWith(storedKey)];
        ByteBuffer b = ByteBuffer.wrap(head);
        b.put(VERSION).put(storedKey == null ? 0 : HAS_KEY).putLong(generation).putLong(deadline);
        if (storedKey != null) {
            b.putInt(LENGTH, storedKey.length);
            b.put(KEY_AT, storedKey);
        }
        b.putInt(SUM_AT, sum(wireKey, flags, head, LENGTH, head.length - LENGTH, payload));
        return head;
    }

    /**
     * Reads the header of an item.
     *
     * @return the header, or the {@link Flaw} for which the item counts as absent
     */
    static Object decode(byte[] wireKey, int flags, byte[] item) {
        if (!ItemFlags.isOurs(flags)) {
            return Flaw.FOREIGN;
        }
        if (item.length < LENGTH) {
            return Flaw.CORRUPT;
        }
        if (item[0] != VERSION || (item[1] & ~HAS_KEY) != 0) {
            return Flaw.VERSION;
        }
        ByteBuffer b = ByteBuffer.wrap(item);
        if (b.getInt(SUM_AT) != sum(wireKey, flags, item, LENGTH, item.length - LENGTH, new byte[0])) {
            return Flaw.CORRUPT;
        }
        int keyLength = 0;
        if (item[1] == HAS_KEY) {
            keyLength = item.length < KEY_AT ? 0 : b.getInt(LENGTH);
            if (keyLength <= 0 || keyLength > item.length - KEY_AT) {
                return Flaw.CORRUPT;
            }
        }
        return new ItemHeader(b.getLong(2), b.getLong(10), KEY_AT, keyLength);
    }

    private static int sum(byte[] wireKey, int flags, byte[] head, int from, int length, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(wireKey);
        crc.update(flags >>> 24);
        crc.update(flags >>> 16);
        crc.update(flags >>> 8);
        crc.update(flags);
        crc.update(head, 0, SUM_AT);
        crc.update(head, from, length);
        crc.update(payload);
        return (int) crc.getValue();
    }
}
