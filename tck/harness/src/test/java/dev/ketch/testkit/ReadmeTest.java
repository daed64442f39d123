// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README shows compiles. */
class ReadmeTest {
    private static final String IMPORTS = """
            import dev.ketch.testkit.*;
            import dev.ketch.testkit.embedded.*;
            import dev.ketch.testkit.junit.*;
            import dev.ketch.testkit.proxy.*;
            import static dev.ketch.testkit.proxy.Direction.*;
            import java.time.*;
            import java.util.List;
            import org.junit.jupiter.api.Test;
            """;

    @Test
    void snippetsCompile(@TempDir Path folder) throws Exception {
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
        for (int i = 0; i < blocks.size(); i++) {
            String block = blocks.get(i);
            Path source = Files.createDirectories(folder.resolve("s" + i)).resolve("Snippet.java");
            Files.writeString(
                    source,
                    IMPORTS
                            + (block.startsWith("@")
                                    ? block
                                    : "class Snippet { void run("
                                            + (block.contains("MemcachedProcess server")
                                                    ? ""
                                                    : "MemcachedProcess server, ")
                                            + "String dir, InstantSource myClock) {\n" + block
                                            + "} static void connect(String address) {} }"));
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            errors,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-d",
                            folder.toString(),
                            source.toString());
            assertThat(status)
                    .as(block + errors.toString(StandardCharsets.UTF_8))
                    .isZero();
        }
    }
}
