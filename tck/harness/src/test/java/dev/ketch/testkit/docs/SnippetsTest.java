// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnippetsTest {
    @TempDir
    Path folder;

    @Test
    void blocksAreFoundInOrderAndByHeading() throws Exception {
        Path document = folder.resolve("d.md");
        Files.writeString(document, "# T\n```java\none\n```\n```sh\nno\n```\n## Later\ntext\n```java\ntwo\n```\n");
        assertThat(Snippets.of(document)).containsExactly("one\n", "two\n");
        assertThat(Snippets.after("## Later", document)).isEqualTo("two\n");
        assertThatThrownBy(() -> Snippets.after("## Lat", document)).hasMessageContaining("[## Lat]");
    }

    @Test
    void whatIsCompiledCanBeRunAndWhatDoesNotCompileIsToldWithTheReason() throws Exception {
        String source = "public class A { public static int run() { return 7; } }";
        try (URLClassLoader loader = Snippets.compile("A", source, folder)) {
            assertThat(loader.loadClass("A").getMethod("run").invoke(null)).isEqualTo(7);
        }
        assertThatThrownBy(() -> Snippets.compile("B", "class B { int f = \"\"; }", folder))
                .hasMessageContaining("class B {")
                .hasMessageContaining("incompatible types");
    }
}
