// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README shows on operations without waiting compiles and does what it says. */
@Timeout(60)
class ReadmeTest {
    @Test
    void theExampleWithoutWaitingRuns(@TempDir Path folder) throws Exception {
        Matcher block = Pattern.compile("\n## Without waiting\n.*?```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(block.find()).isTrue();
        Path source = folder.resolve("Example.java");
        Files.writeString(source, """
                import dev.ketch.KetchCache;
                import java.math.BigDecimal;
                import java.time.Duration;
                import java.util.*;
                import java.util.concurrent.*;
                import javax.cache.Cache;
                public class Example {
                    public static CompletionStage<?> run(Cache<String, BigDecimal> prices) {
                """ + block.group(1) + "return total; }}");
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
                KetchCachingProvider provider = new KetchCachingProvider();
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Cache<String, BigDecimal> prices = provider.getCacheManager(
                            URI.create("memcached://" + server.address() + "/readme"), null)
                    .createCache("prices", new MutableConfiguration<String, BigDecimal>());
            Object total =
                    loader.loadClass("Example").getMethod("run", Cache.class).invoke(null, prices);
            assertThat(((java.util.concurrent.CompletionStage<?>) total)
                            .toCompletableFuture()
                            .get())
                    .isEqualTo(new BigDecimal("6.30"));
            assertThat(prices.get("tea")).isEqualTo(new BigDecimal("4.20"));
        }
    }
}
