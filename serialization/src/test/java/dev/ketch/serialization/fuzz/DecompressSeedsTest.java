// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs from which the fuzzer starts: whole, cut off anywhere, and with each byte changed; without the fuzzer. */
class DecompressSeedsTest {
    private static final DecompressTarget TARGET = new DecompressTarget();

    static Stream<Path> seeds() throws IOException {
        return Seeds.of(DecompressFuzz.class, "values");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void seed(Path path) throws IOException {
        byte[] seed = Files.readAllBytes(path);
        TARGET.check(seed);
        for (int i = 0; i < seed.length; i++) {
            TARGET.check(Arrays.copyOf(seed, i));
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = seed.clone();
                changed[i] ^= (byte) (1 << bit);
                TARGET.check(changed);
            }
        }
    }
}
