// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.Jdk25;
import dev.ketch.testkit.MemcachedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a JDK with virtual threads they are what runs asynchronous operations, and ten thousand of them may call. */
@Timeout(240)
class VirtualThreadsTest {
    @Test
    void tenThousandCallersPinNothing(@TempDir Path folder) throws Exception {
        Optional<Path> java = Jdk25.withVirtualThreads();
        if (java.isEmpty()) {
            System.out.println("JDK 25 tests: NOT RUN (none found; -Dketch.jdk25=HOME or JAVA25_HOME names one)");
            return;
        }
        Path output = folder.resolve("output.log");
        try (MemcachedProcess server = MemcachedProcess.start()) {
            Process process = new ProcessBuilder(List.of(
                            java.get().toString(),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            VirtualThreadsMain.class.getName(),
                            // Each caller has two operations under way.
                            "memcached://" + server.address()
                                    + "/virtual?timeout=30s&connectTimeout=30s&executorQueue=30000",
                            folder.resolve("pinned.jfr").toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                boolean ended = process.waitFor(220, TimeUnit.SECONDS);
                String said = Files.readString(output);
                System.out.print(said);
                assertThat(ended).as(said).isTrue();
                assertThat(process.exitValue()).as(said).isZero();
                assertThat(said).contains("went wrong: 0");
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
