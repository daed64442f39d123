// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ItemHeaderTest {
    private static final byte[] WIRE_KEY = "ketch:orders:42".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = {1, 2, 3};
    private static final byte[] KEY = {9, 8};

    private static byte[] join(byte[] head, byte[] payload) {
        byte[] item = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, item, head.length, payload.length);
        return item;
    }

    /** Items outlive the version that wrote them: these bytes never change for format version 1. */
    @Test
    void theBytesOfFormatOne() {
        assertThat(ItemFlags.of(1)).isEqualTo(0x4b45_0001);
        byte[] head = ItemHeader.encode(
                WIRE_KEY, ItemFlags.of(1), 0x0102030405060708L, 1_800_000_000_123L, null, PAYLOAD, null);
        assertThat(HexFormat.of().formatHex(head))
                .isEqualTo("0100" + "0102030405060708" + "000001a3185c507b" + "5e024810");
        byte[] keyed = ItemHeader.encode(WIRE_KEY, ItemFlags.of(1), -1L, 0, KEY, PAYLOAD, null);
        assertThat(HexFormat.of().formatHex(keyed))
                .isEqualTo("0101" + "ffffffffffffffff" + "0000000000000000" + "0c842ab3" + "00000002" + "0908");
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] head = ItemHeader.encode(WIRE_KEY, ItemFlags.of(1), 77, 99, KEY, PAYLOAD, null);
        byte[] item = join(head, PAYLOAD);
        assertThat(ItemHeader.decode(WIRE_KEY, ItemFlags.of(1), item, null))
                .isInstanceOfSatisfying(ItemHeader.class, header -> {
                    assertThat(header.generation()).isEqualTo(77);
                    assertThat(header.deadline()).isEqualTo(99);
                    assertThat(Arrays.copyOfRange(item, header.keyOffset(), header.keyOffset() + header.keyLength()))
                            .isEqualTo(KEY);
                    assertThat(Arrays.copyOfRange(item, header.payloadOffset(), item.length))
                            .isEqualTo(PAYLOAD);
                });
    }

    @Test
    void truncationIsNoticedAtEveryByte() {
        byte[] item = join(ItemHeader.encode(WIRE_KEY, ItemFlags.of(1), 77, 99, KEY, PAYLOAD, null), PAYLOAD);
        for (int length = 0; length < item.length; length++) {
            assertThat(ItemHeader.decode(WIRE_KEY, ItemFlags.of(1), Arrays.copyOf(item, length), null))
                    .as("length %d", length)
                    .isEqualTo(Flaw.CORRUPT);
        }
    }

    @Test
    void theFlagsOfOtherClientsAreNotOurs() {
        byte[] item = join(ItemHeader.encode(WIRE_KEY, ItemFlags.of(1), 77, 99, null, PAYLOAD, null), PAYLOAD);
        for (int flags : new int[] {0, 1, 2, 32, 0x0100, 0x4b44_0001, -1}) {
            assertThat(ItemHeader.decode(WIRE_KEY, flags, item, null)).isEqualTo(Flaw.FOREIGN);
        }
    }
}
