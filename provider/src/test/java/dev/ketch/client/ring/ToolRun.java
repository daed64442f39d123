// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the tool in a JVM of its own, with the provider's classes on the class path and nothing else.
 *
 * @param output what it printed, a char a byte
 */
record ToolRun(int status, String output, String errors) {
    /** The provider's compiled classes, without what they depend on. */
    static Path classes() {
        try {
            return Path.of(RingTool.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static ToolRun of(Path folder, String input, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("java", "-cp", classes().toString(), "dev.ketch.client.ring.RingTool"));
        command.addAll(List.of(arguments));
        return ofCommand(folder, input, command);
    }

    /**
     * Runs a command line.
     *
     * @param command the command, whose {@code java} is the one that runs this
     */
    static ToolRun ofCommand(Path folder, String input, List<String> command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        if (!line.get(0).equals("java")) {
            throw new IllegalArgumentException("no call of java: " + command);
        }
        line.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(ISO_8859_1));
            } catch (IOException e) {
                // It does not read everything.
            }
            String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            return new ToolRun(process.waitFor(), output, Files.readString(errors, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
