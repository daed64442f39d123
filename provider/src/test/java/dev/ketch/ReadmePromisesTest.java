// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Beside every line of the README on what you can rely on stands the test that shows it. */
class ReadmePromisesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    void everyPromiseNamesItsTestAndEveryTestNamedIsThere() throws IOException {
        List<String> rows = rows();
        assertThat(rows).hasSizeGreaterThan(25);
        Set<String> tests = tests();
        for (String row : rows) {
            List<String> named = TEST.matcher(row)
                    .results()
                    .map((MatchResult m) -> m.group(1))
                    .toList();
            assertThat(named).as(row).isNotEmpty();
            assertThat(tests).as(row).containsAll(named);
        }
    }

    /** Those below the head and the line under it. */
    private static List<String> rows() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String section = readme.replaceAll("(?s).*\n## What you can rely on\n(.*?)\n## .*", "$1");
        return section.lines()
                .filter(line -> line.startsWith("|"))
                .filter(line -> !line.replaceAll("[|\\s-]", "").isEmpty())
                .toList();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                20,
                (path, attributes) -> path.toString().contains("/src/test/java/")
                        && path.toString().endsWith("Test.java"))) {
            return files.map(path -> path.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
