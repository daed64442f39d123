// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.docs.Snippets;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README shows on the client compiles and does what it says. */
class ReadmeTest {
    @Test
    void theExampleRuns(@TempDir Path folder) throws Exception {
        String source = """
                import dev.ketch.client.*;
                import java.time.Duration;
                import java.util.*;
                import static java.nio.charset.StandardCharsets.UTF_8;
                public class Example {
                    public static void run(MemcachedClient client) throws Exception {
                """ + Snippets.of(Path.of("README.md")).get(0) + "}}";
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = Fixture.open(Duration.ofSeconds(10), server);
                URLClassLoader loader = Snippets.compile("Example", source, folder)) {
            loader.loadClass("Example").getMethod("run", MemcachedClient.class).invoke(null, client);
            assertThat(client.get("greeting").value()).isEqualTo("hello, world".getBytes(UTF_8));
            assertThat(client.get("visits").value()).isEqualTo("2".getBytes(UTF_8));
        }
    }
}
