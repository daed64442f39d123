// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.docs.Snippets;
import java.nio.file.Path;
import java.util.List;
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
        List<String> blocks = Snippets.of(Path.of("README.md"));
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
        for (int i = 0; i < blocks.size(); i++) {
            Snippets.compile("Snippet", IMPORTS + whole(blocks.get(i)), folder.resolve("s" + i))
                    .close();
        }
    }

    private static String whole(String block) {
        if (block.startsWith("@")) {
            return block;
        }
        String server = block.contains("MemcachedProcess server") ? "" : "MemcachedProcess server, ";
        return "class Snippet { void run(" + server + "String dir, InstantSource myClock) {\n" + block
                + "} static void connect(String address) {} }";
    }
}
