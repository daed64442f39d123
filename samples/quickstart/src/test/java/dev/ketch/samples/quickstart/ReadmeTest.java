// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.docs.Snippets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README shows compiles and does what it says. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..");

    @Test
    void theExampleRuns(@TempDir Path folder) throws Exception {
        String code = Snippets.of(ROOT.resolve("README.md")).get(0);
        assertThat(code).contains("localhost:11211");
        try (MemcachedProcess server = MemcachedProcess.start();
                URLClassLoader loader = Snippets.compile(
                        "Example", """
                        import java.math.BigDecimal;
                        import java.net.URI;
                        import javax.cache.*;
                        import javax.cache.configuration.*;
                        import javax.cache.expiry.*;
                        public class Example {
                            public static void run() throws Exception {
                        """ + code.replace("localhost:11211", server.address()) + "}}", folder)) {
            assertThat(runAndCapture(loader)).contains("tea costs 5.20");
        }
    }

    private static String runAndCapture(ClassLoader loader) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("run").invoke(null);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
