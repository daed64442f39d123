// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README shows compiles and does what it says. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..");

    @Test
    void theExampleRuns(@TempDir Path folder) throws Exception {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        try (MemcachedProcess server = MemcachedProcess.start()) {
            String code = block.group(1);
            assertThat(code).contains("localhost:11211");
            Path source = folder.resolve("Example.java");
            Files.writeString(source, """
                    import java.math.BigDecimal;
                    import java.net.URI;
                    import javax.cache.*;
                    import javax.cache.configuration.*;
                    import javax.cache.expiry.*;
                    public class Example {
                        public static void run() throws Exception {
                    """ + code.replace("localhost:11211", server.address()) + "}}");
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
            assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
            assertThat(runAndCapture(folder)).contains("tea costs 5.20");
        }
    }

    private static String runAndCapture(Path classes) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("run").invoke(null);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
