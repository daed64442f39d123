// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * What precedes the payload in an item, big-endian:
 *
 * <pre>
 *  0  1  format version
 *  1  1  flags: bit 0 = the key follows, bit 1 = it is signed
 *  2  8  generation
 * 10  8  deadline, epoch milliseconds; 0 = eternal, below 0 = sliding, see {@link Deadline}
 * 18  4  CRC32C over wire key, memcached flags, this header without the sum, signature, key and payload
 * 22 16  the signature: HMAC-SHA256, its first half, over    } only with
 *        length of the wire key (4), wire key, memcached     } bit 1
 *        flags (4), the 18 bytes before the sum, and what    }
 *        follows the signature                               }
 *  .  4  length of the key in bytes   } only with
 *  .  n  the key, serialized          } bit 0
 * </pre>
 *
 * The sum finds damage; the signature finds whatever was not written by one who has the key.
 *
 * @param generation the generation under which the item was written
 * @param deadline when it dies, see {@link Deadline}
 * @param keyOffset where the stored key begins
 * @param keyLength its length in bytes, 0 where none is stored
 * @param payloadOffset where the payload begins
 */
record ItemHeader(long generation, long deadline, int keyOffset, int keyLength, int payloadOffset) {
    static final byte VERSION = 1;
    static final int LENGTH = 22;
    private static final int SUM_AT = 18;
    private static final int KEY_SIZE = 4;
    private static final byte HAS_KEY = 1;
    private static final byte IS_SIGNED = 2;
    private static final byte[] NOTHING = new byte[0];

    /** Length in bytes of the header of an item with or without a stored key. */
    static int lengthWith(byte @Nullable [] storedKey, boolean signed) {
        return LENGTH + (signed ? ItemSigner.LENGTH : 0) + (storedKey == null ? 0 : KEY_SIZE + storedKey.length);
    }

    /** The same where the payload alone is left. */
    ItemHeader ofPayload() {
        return new ItemHeader(generation, deadline, 0, 0, 0);
    }

    /** The bytes in front of a payload. */
    static byte[] encode(
            byte[] wireKey,
            int flags,
            long generation,
            long deadline,
            byte @Nullable [] storedKey,
            byte[] payload,
            @Nullable ItemSigner signer) {
        byte[] head = new byte[lengthWith(storedKey, signer != null)];
        ByteBuffer b = ByteBuffer.wrap(head);
        b.put(VERSION).put((byte) ((storedKey == null ? 0 : HAS_KEY) | (signer == null ? 0 : IS_SIGNED)));
        b.putLong(generation).putLong(deadline);
        int rest = signer == null ? LENGTH : LENGTH + ItemSigner.LENGTH;
        if (storedKey != null) {
            b.putInt(rest, storedKey.length);
            b.put(rest + KEY_SIZE, storedKey);
        }
        if (signer != null) {
            b.put(LENGTH, signer.sign(mac -> feed(mac, wireKey, flags, head, rest, payload)));
        }
        b.putInt(SUM_AT, sum(wireKey, flags, head, payload));
        return head;
    }

    /**
     * Reads the header of an item.
     *
     * @param signer if items must be signed; without it, signed items do not count: whoever signs does not want them
     *     mixed with others
     * @return the header, or the {@link Flaw} for which the item counts as absent
     */
    static Object decode(byte[] wireKey, int flags, byte[] item, @Nullable ItemSigner signer) {
        if (!ItemFlags.isOurs(flags)) {
            return Flaw.FOREIGN;
        }
        if (item.length < LENGTH) {
            return Flaw.CORRUPT;
        }
        if (item[0] != VERSION || (item[1] & ~(HAS_KEY | IS_SIGNED)) != 0) {
            return Flaw.VERSION;
        }
        ByteBuffer b = ByteBuffer.wrap(item);
        if (b.getInt(SUM_AT) != sum(wireKey, flags, item, NOTHING)) {
            return Flaw.CORRUPT;
        }
        boolean signed = (item[1] & IS_SIGNED) != 0;
        int rest = signed ? LENGTH + ItemSigner.LENGTH : LENGTH;
        if (item.length < rest) {
            return Flaw.CORRUPT;
        }
        if (signed != (signer != null)) {
            return Flaw.SIGNATURE;
        }
        if (signer != null && !signer.verifies(mac -> feed(mac, wireKey, flags, item, rest, NOTHING), item, LENGTH)) {
            return Flaw.SIGNATURE;
        }
        int keyLength = 0;
        int keyAt = rest;
        if ((item[1] & HAS_KEY) != 0) {
            keyAt = rest + KEY_SIZE;
            keyLength = item.length < keyAt ? 0 : b.getInt(rest);
            if (keyLength <= 0 || keyLength > item.length - keyAt) {
                return Flaw.CORRUPT;
            }
        }
        return new ItemHeader(b.getLong(2), b.getLong(10), keyAt, keyLength, keyAt + keyLength);
    }

    private static void feed(Mac mac, byte[] wireKey, int flags, byte[] head, int rest, byte[] payload) {
        // The length goes first, lest bytes pass from the end of one part to the beginning of the next.
        mac.update(ByteBuffer.allocate(4).putInt(wireKey.length).flip());
        mac.update(wireKey);
        mac.update(ByteBuffer.allocate(4).putInt(flags).flip());
        mac.update(head, 0, SUM_AT);
        mac.update(head, rest, head.length - rest);
        mac.update(payload);
    }

    private static int sum(byte[] wireKey, int flags, byte[] head, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(wireKey);
        crc.update(flags >>> 24);
        crc.update(flags >>> 16);
        crc.update(flags >>> 8);
        crc.update(flags);
        crc.update(head, 0, SUM_AT);
        crc.update(head, LENGTH, head.length - LENGTH);
        crc.update(payload);
        return (int) crc.getValue();
    }
}
