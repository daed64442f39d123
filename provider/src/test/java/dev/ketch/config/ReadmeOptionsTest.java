// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.OnUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's table of options names every option, with the default that really holds. */
class ReadmeOptionsTest {
    @TempDir
    Path folder;

    @Test
    void tableIsComplete() throws IOException {
        String readme = readme();
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

    @Test
    void theExampleCanBeUsed() throws IOException {
        String readme = readme();
        int start = readme.indexOf("```yaml") + 8;
        Path file =
                Files.writeString(folder.resolve("ketch.yaml"), readme.substring(start, readme.indexOf("```", start)));

        KetchSettings settings = KetchSettings.of(file.toUri(), null);

        assertThat(settings.namespace()).isEqualTo("shop");
        assertThat(settings.client().timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.client().servers()).hasSize(2);
        CacheSettings sessions = settings.caches().of("sessions");
        assertThat(sessions.onUnavailable()).isEqualTo(OnUnavailable.FAIL);
        assertThat(sessions.createOnGet()).isTrue();
        assertThat(settings.caches().of("com.acme.Order").items().compressionThreshold())
                .isEqualTo(2048);
    }

    @Test
    void namesWhatMayStandInSections() throws IOException {
        String table = readme().replaceAll("(?s).*\\| in sections \\|(.*?)\n\n.*", "$1");

        assertThat(Arrays.stream(Option.values()).filter(option -> table.contains("`" + option.key() + "`")))
                .containsExactlyElementsOf(Arrays.stream(Option.values())
                        .filter(Option::isPerCache)
                        .toList());
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("..", "README.md"));
    }
}
