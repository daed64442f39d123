// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A batch need not fit the heap. */
@Tag("full")
class HugeBatchTest {
    @Test
    void aMillionKeysAndAGigabyteInThreeHundredMegabytes() throws Exception {
        try (MemcachedProcess one = MemcachedProcess.builder().memoryMb(1024).start();
                MemcachedProcess two = MemcachedProcess.builder().memoryMb(1024).start()) {
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx300m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HugeBatch.class.getName(),
                            Integer.toString(one.port()),
                            Integer.toString(two.port()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(jvm.waitFor()).as(said).isZero();
            assertThat(said).contains("all right");
        }
    }
}
