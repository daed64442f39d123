// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The annotated file is the documentation, a file that can be used, and where the defaults come from. */
class ReferenceFileTest {
    private final List<String> lines = Reference.text().lines().toList();

    @Test
    void hasEveryOptionOnceWithItsDefault() {
        List<String> said = lines.stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();

        assertThat(said)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Option.values())
                        .map(option -> option.key() + ": " + option.defaultText())
                        .toList());
    }

    @Test
    void saysOfEachWhatItIs() {
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty() && !lines.get(i).startsWith("#")) {
                assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("# ");
            }
        }
    }

    @Test
    void marksWhatMayStandInSections() {
        Set<String> marked = new HashSet<>();
        StringBuilder comment = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("#")) {
                comment.append(line.substring(1));
            } else {
                if (comment.toString().replaceAll("\\s+", " ").contains("Also for a cache.")) {
                    marked.add(line.substring(0, line.indexOf(':')));
                }
                comment.setLength(0);
            }
        }
        assertThat(marked)
                .isEqualTo(Arrays.stream(Option.values())
                        .filter(Option::isPerCache)
                        .map(Option::key)
                        .collect(Collectors.toSet()));
    }

    @Test
    void isAFileThatChangesNothing() {
        assertThat(KetchSettings.of(URI.create("classpath:" + Reference.RESOURCE), null))
                .isEqualTo(KetchSettings.of(KetchSettings.DEFAULT_URI, null));
    }

    @Test
    void itsExampleOfSectionsCanBeUsed() {
        String example = lines.stream()
                .dropWhile(line -> !line.equals("# caches:"))
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        Said said = new Said();
        ConfigFile.read(example, "example", said);

        assertThat(said.sections()).containsOnlyKeys("default", "sessions", "com.acme.*");
    }
}
