// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.ByteArrayOutputStream;
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

/** The code that the README shows on the client compiles and does what it says. */
class ReadmeTest {
    @Test
    void theExampleRuns(@TempDir Path folder) throws Exception {
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        Path source = folder.resolve("Example.java");
        Files.writeString(source, """
                import dev.ketch.client.*;
                import java.time.Duration;
                import java.util.*;
                import static java.nio.charset.StandardCharsets.UTF_8;
                public class Example {
                    public static void run(MemcachedClient client) throws Exception {
                """ + block.group(1) + "}}");
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
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = Fixture.open(java.time.Duration.ofSeconds(10), server);
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Example").getMethod("run", MemcachedClient.class).invoke(null, client);
            assertThat(client.get("greeting").value()).isEqualTo("hello, world".getBytes(StandardCharsets.UTF_8));
            assertThat(client.get("visits").value()).isEqualTo("2".getBytes(StandardCharsets.UTF_8));
        }
    }
}
