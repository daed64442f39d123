// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a short external command to its end, with a deadline. */
final class Shell {

    private Shell() {}

    /**
     * Runs the command in the folder and returns what it printed.
     *
     * @throws IOException if it cannot be started, is not done in time or fails; the message holds its output
     */
    static String run(Path folder, Map<String, String> environment, Duration deadline, List<String> command)
            throws IOException {
        // Through a file: reading a pipe would outlast the deadline if a grandchild kept it open.
        Path output = Files.createTempFile(folder, "output-", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            boolean done;
            try {
                done = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + command, e);
            }
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (!done) {
                process.destroyForcibly();
                throw new IOException(command + " was not done within " + deadline + ": " + text);
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + " ended with status " + process.exitValue() + ": " + text);
            }
            return text;
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
