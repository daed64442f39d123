// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The call of the tool that the README shows prints what it shows, from the jar alone. */
class ReadmeTest {
    /** The call, the jar in it, and what it prints: indented, a blank line between. */
    private static final Pattern CALL = Pattern.compile(
            "^ {4}(java -cp (\\S+\\.jar) dev\\.ketch[^\n]*(?:\\\\\n[^\n]*)*)\n\n((?: {4}[^\n]*\n)+)",
            Pattern.MULTILINE);

    @Test
    void theCallPrintsWhatItShows(@TempDir Path folder) throws Exception {
        Matcher call = CALL.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(call.find()).as("the README calls the tool").isTrue();
        Path jar = folder.resolve(call.group(2));
        Files.createDirectories(jar.getParent());
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--file",
                        jar.toString(),
                        "-C",
                        ToolRun.classes().toString(),
                        ".");
        assertThat(status).isZero();
        List<String> command = List.of(call.group(1).replace("\\\n", " ").trim().split("\\s+", -1));
        String input = "shop:tea\nshop:milk\n";
        Files.writeString(folder.resolve("keys.txt"), input);

        ToolRun run = ToolRun.ofCommand(folder, input, command);

        assertThat(run)
                .isEqualTo(
                        new ToolRun(0, call.group(3).replaceAll("(?m)^ {4}", "").replace("\n", "\r\n"), ""));
    }

    @Test
    void everyRingIsExplained() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        for (Placement placement : Placement.values()) {
            assertThat(readme).contains("\n| `" + placement.key() + "` ");
        }
    }
}
