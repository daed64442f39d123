// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lines from which the fuzzer starts, whole and cut off anywhere, without the fuzzer. */
class DumpLineSeedsTest {
    private static final DumpLineTarget TARGET = new DumpLineTarget();

    static Stream<Path> seeds() throws IOException {
        return Seeds.of(DumpLineFuzz.class, "lines");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void seed(Path seed) throws IOException {
        byte[] line = Files.readAllBytes(seed);
        for (int length = 0; length <= line.length; length++) {
            TARGET.check(Arrays.copyOf(line, length));
        }
    }
}
