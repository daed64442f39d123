// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import dev.ketch.client.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs from which the fuzzer starts, and those with which it found a defect once, without the fuzzer. */
class ResponseSeedsTest {
    static Stream<Path> seeds() throws IOException {
        return Seeds.of(ResponseDecoderFuzz.class, "responses");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void seed(Path seed) throws IOException {
        byte[] input = Files.readAllBytes(seed);
        // However the seed says it is to be cut, it is cut otherwise too; and each limit and buffer has its turn.
        for (int head = 0; head < 32; head++) {
            input[0] = (byte) head;
            for (int cut = 0; cut < 8; cut++) {
                input[2] = (byte) cut;
                DecoderTarget.check(input);
            }
        }
    }
}
