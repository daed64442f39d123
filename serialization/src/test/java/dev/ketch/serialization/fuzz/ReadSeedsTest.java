// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.fuzz.canary.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The values from which the fuzzer starts: whole, cut off anywhere, and with each byte changed; without the fuzzer. */
class ReadSeedsTest {
    private static final ClassLoader LOADER = new QuickLoader();
    private static final ReadTarget KRYO = new ReadTarget(policy -> Serializers.kryo(LOADER, policy));
    private static final ReadTarget JAVA = new ReadTarget(policy -> Serializers.java(LOADER, policy));

    static Stream<Path> kryo() throws IOException {
        return Seeds.of(KryoReadFuzz.class, "values");
    }

    static Stream<Path> java() throws IOException {
        return Seeds.of(JavaReadFuzz.class, "values");
    }

    @ParameterizedTest
    @MethodSource("kryo")
    void kryo(Path seed) throws IOException {
        replay(KRYO, Files.readAllBytes(seed));
    }

    @ParameterizedTest
    @MethodSource("java")
    void java(Path seed) throws IOException {
        replay(JAVA, Files.readAllBytes(seed));
    }

    @ParameterizedTest
    @MethodSource("kryo")
    void seedsAreRead(Path seed) throws IOException {
        byte[] bytes = Files.readAllBytes(seed);
        String name = String.valueOf(seed.getFileName());
        if (name.startsWith("value-")) {
            assertThat(Serializers.kryo(LOADER).deserialize(bytes, 0, bytes.length))
                    .isNotNull();
        }
        if (name.startsWith("admitted")) {
            KRYO.check(bytes);
            assertThat(Witness.admittedWasInitialized).isTrue();
        }
    }

    private static void replay(ReadTarget target, byte[] seed) {
        target.check(seed);
        Random random = new Random(seed.length);
        int step = 1 + seed.length / 50;
        for (int i = 0; i < seed.length; i += step) {
            target.check(Arrays.copyOf(seed, i));
            byte[] changed = seed.clone();
            changed[i] = (byte) random.nextInt();
            target.check(changed);
        }
    }
}
