// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Damaged bytes are read as some value or refused, but nothing else happens. */
class CorruptBytesTest {

    private static final int ROUNDS = Boolean.getBoolean("ketch.full") ? 5_000 : 50;

    private final Serializer kryo = Serializers.kryo(getClass().getClassLoader());
    private final Serializer java = Serializers.java(getClass().getClassLoader());

    @Test
    void truncatedAndExtendedBytesAreRefused() throws Exception {
        for (Serializer serializer : List.of(kryo, java)) {
            for (Object value : values()) {
                byte[] bytes = serializer.serialize(value);
                int step = Math.max(1, bytes.length / 200);
                for (int length = 0; length < bytes.length; length += step) {
                    int cut = length;
                    assertThatThrownBy(() -> serializer.deserialize(bytes, 0, cut))
                            .isInstanceOf(SerializationException.class);
                }
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                assertThatThrownBy(() -> serializer.deserialize(longer, 0, longer.length))
                        .isInstanceOf(SerializationException.class);
            }
        }
    }

    @Test
    void mutatedBytesGiveAValueOrASerializationException() throws Exception {
        Random random = new Random(4711);
        int refused = 0;
        for (Serializer serializer : List.of(kryo, java)) {
            for (Object value : values()) {
                byte[] bytes = serializer.serialize(value);
                for (int i = 0; i < ROUNDS; i++) {
                    byte[] mutant = mutate(bytes, random);
                    try {
                        assertThat(serializer.deserialize(mutant, 0, mutant.length))
                                .isNotNull();
                    } catch (SerializationException e) {
                        refused++;
                    }
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void noiseGivesAValueOrASerializationException() {
        Random random = new Random(42);
        for (int i = 0; i < ROUNDS * 20; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            for (Serializer serializer : List.of(kryo, java)) {
                try {
                    assertThat(serializer.deserialize(noise, 0, noise.length)).isNotNull();
                } catch (SerializationException e) {
                    assertThat(e).hasMessageStartingWith("stored bytes");
                }
            }
        }
    }

    @Test
    void lengthsBeyondTheBytesAllocateNothing() throws Exception {
        // An array of 2^31-1 longs, of which none follows.
        byte[] bytes = java.serialize(new long[0]);
        Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0xff);
        bytes[bytes.length - 4] = 0x7f;
        assertThatThrownBy(() -> java.deserialize(bytes, 0, bytes.length))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("REJECTED");
        for (Object value : List.of(
                new long[0], new boolean[0], new Object[0], new ArrayList<>(), new java.util.HashMap<>(), "\u00fc")) {
            byte[] empty = kryo.serialize(value);
            byte[] huge = Arrays.copyOf(empty, empty.length + 8);
            Arrays.fill(huge, 2, huge.length, (byte) 0xff);
            huge[6] = 0x07;
            assertThatThrownBy(() -> kryo.deserialize(huge, 0, huge.length))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("bytes left");
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            mutant[random.nextInt(mutant.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
        }
        return mutant;
    }

    private static List<Object> values() throws Exception {
        List<Object> values = new ArrayList<>(RoundTripTest.values()
                .filter(v ->
                        v instanceof java.io.Serializable && !(v instanceof String string && string.length() > 1000))
                .filter(CorruptBytesTest::isJavaSerializable)
                .toList());
        values.add(new ArrayList<>(List.of(UUID.randomUUID(), Map.of("k", new Samples.TransientHash("h")))));
        return values;
    }

    private static boolean isJavaSerializable(Object value) {
        try {
            Serializers.java(CorruptBytesTest.class.getClassLoader()).serialize(value);
            return true;
        } catch (SerializationException e) {
            return false;
        }
    }
}
