// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of options names every option, with the default that really holds. */
class ReadmeOptionsTest {
    @Test
    void tableIsComplete() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> rows = Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(readme)
                .results()
                .map((MatchResult row) -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Option.values())
                        .map(o -> o.key() + " " + o.defaultText())
                        .toList());
    }
}
