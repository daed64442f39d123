// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another JVM of the tests' own classes, told what to do by lines and answering each with some, the last {@code done …}. */
public final class ChildJvm implements AutoCloseable {
    private static final String DONE = "done";

    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    /**
     * Returns when it has said {@code done} for the first time.
     *
     * @param flags of the JVM; the last one on the size of its heap counts
     */
    public ChildJvm(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
        listen();
    }

    /** Returns the lines of the answer. */
    public List<String> tell(String line) {
        say(line);
        return listen();
    }

    public void say(String line) {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> listen() {
        try {
            List<String> lines = new ArrayList<>();
            while (true) {
                @Nullable String line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException("the other JVM has ended, and said last: " + lines);
                }
                lines.add(line);
                if (line.startsWith(DONE)) {
                    return lines;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it with SIGKILL, and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the other JVM cannot be killed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
