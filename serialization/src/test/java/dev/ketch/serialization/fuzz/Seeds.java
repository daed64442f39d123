// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checked-in inputs of a fuzz test, where Jazzer looks for them too. */
final class Seeds {
    private Seeds() {}

    static Stream<Path> of(Class<?> fuzz, String method) throws IOException {
        URL folder = fuzz.getResource(fuzz.getSimpleName() + "Inputs/" + method);
        assertThat(folder).as("folder with the inputs of " + fuzz).isNotNull();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<Path> seeds = files.sorted().toList();
            assertThat(seeds).hasSizeGreaterThan(5);
            return seeds.stream();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
