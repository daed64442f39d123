// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.docs.Snippets;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code that the README shows on operations without waiting compiles and does what it says. */
@Timeout(60)
class ReadmeTest {
    @Test
    void theExampleWithoutWaitingRuns(@TempDir Path folder) throws Exception {
        String source = """
                import dev.ketch.KetchCache;
                import java.math.BigDecimal;
                import java.time.Duration;
                import java.util.*;
                import java.util.concurrent.*;
                import javax.cache.Cache;
                public class Example {
                    public static CompletionStage<?> run(Cache<String, BigDecimal> prices) {
                """ + Snippets.after("## Without waiting", Path.of("..", "README.md")) + "return total; }}";
        try (MemcachedProcess server = MemcachedProcess.start();
                KetchCachingProvider provider = new KetchCachingProvider();
                URLClassLoader loader = Snippets.compile("Example", source, folder)) {
            Cache<String, BigDecimal> prices = provider.getCacheManager(
                            URI.create("memcached://" + server.address() + "/readme?timeout=20s&connectTimeout=20s"),
                            null)
                    .createCache("prices", new MutableConfiguration<String, BigDecimal>());
            Object total =
                    loader.loadClass("Example").getMethod("run", Cache.class).invoke(null, prices);
            assertThat(((CompletionStage<?>) total).toCompletableFuture().get()).isEqualTo(new BigDecimal("6.30"));
            assertThat(prices.get("tea")).isEqualTo(new BigDecimal("4.20"));
        }
    }
}
