// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.RawSerializer;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializers;
import org.junit.jupiter.api.Test;

class RawSerializersTest {
    private final RawSerializer strings = Serializers.string();
    private final RawSerializer bytes = Serializers.bytes();

    @Test
    void aStringIsItsUtf8() {
        assertThat(strings.serialize("aé🙂")).isEqualTo("aé🙂".getBytes(UTF_8));
        byte[] framed = "xaé🙂y".getBytes(UTF_8);
        assertThat(strings.deserialize(framed, 1, framed.length - 2)).isEqualTo("aé🙂");
        assertThat(strings.serialize("")).isEmpty();
        assertThat(strings.deserialize(new byte[0], 0, 0)).isEqualTo("");
        assertThat(strings.flags()).isZero();
    }

    @Test
    void whatIsNoTextIsRefusedBothWays() {
        assertThatThrownBy(() -> strings.serialize(1))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.Integer");
        assertThatThrownBy(() -> strings.serialize("a\udc00")).isInstanceOf(SerializationException.class);
        for (byte[] bad : new byte[][] {{(byte) 0x80}, {(byte) 0xc3}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            assertThatThrownBy(() -> strings.deserialize(bad, 0, bad.length))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("UTF-8");
        }
    }

    @Test
    void bytesAreCopiedBothWays() {
        byte[] value = {1, 2, 3};
        byte[] stored = bytes.serialize(value);
        value[0] = 9;
        assertThat(stored).containsExactly(1, 2, 3);
        Object read = bytes.deserialize(stored, 1, 2);
        stored[1] = 9;
        assertThat((byte[]) read).containsExactly(2, 3);
        assertThatThrownBy(() -> bytes.serialize("text"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.String");
    }
}
