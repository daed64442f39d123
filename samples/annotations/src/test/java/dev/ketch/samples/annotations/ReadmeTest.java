// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code that this sample's README shows is the code that is compiled and tested. */
class ReadmeTest {
    @Test
    void everyExampleIsInTheSources() throws Exception {
        Path sources = Path.of("src", "main", "java", "dev", "ketch", "samples", "annotations");
        String code = Files.readString(sources.resolve("Prices.java")) + Files.readString(sources.resolve("Shop.java"));
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        int blocks = 0;
        while (block.find()) {
            assertThat(stripped(code)).contains(stripped(block.group(1)));
            blocks++;
        }
        assertThat(blocks).isPositive();
    }

    private static String stripped(String text) {
        return text.lines().map(String::strip).reduce("", (a, b) -> a + b + "\n");
    }
}
