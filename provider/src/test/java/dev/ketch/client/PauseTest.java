// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM that is held up, as by a long collection of garbage: that is not the server's fault. */
@Timeout(120)
class PauseTest {
    private static final int PAUSE_MILLIS = 1200;

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void takesNoServerDown() throws IOException, InterruptedException {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            PauseMain.class.getName(),
                            Integer.toString(server.port()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<String> said = new ArrayList<>();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                    OutputStream in = process.getOutputStream()) {
                assertThat(out.readLine()).isEqualTo("running");
                for (int i = 0; i < 5; i++) {
                    signal(process, "STOP");
                    // It is the time itself that is tested.
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                    signal(process, "CONT");
                    in.write('\n');
                    in.flush();
                    assertThat(out.readLine()).isEqualTo("answered");
                }
                in.close();
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    said.add(line);
                }
            } finally {
                process.destroyForcibly();
            }
            assertThat(said).containsExactly("ended");
        }
    }
}
