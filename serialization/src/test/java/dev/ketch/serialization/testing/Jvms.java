// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JVMs of their own, with the class path of the tests. */
public final class Jvms {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    /** What a JVM left behind. */
    public record Result(int exitCode, List<String> output, String errors) {}

    private Jvms() {}

    /** Returns the {@code java} that runs the tests. */
    public static Path current() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Finds a JDK 25 by {@code -Dketch.jdk25}, {@code JAVA25_HOME}, or in the usual folder; says so if there is none. */
    public static Optional<Path> jdk25() throws IOException {
        List<Path> homes = new ArrayList<>();
        for (String named : new String[] {System.getProperty("ketch.jdk25"), System.getenv("JAVA25_HOME")}) {
            if (named != null && !named.isBlank()) {
                homes.add(Path.of(named));
            }
        }
        if (homes.isEmpty() && Files.isDirectory(INSTALLED)) {
            try (Stream<Path> all = Files.list(INSTALLED)) {
                all.filter(p -> p.getFileName().toString().contains("25"))
                        .sorted()
                        .forEach(homes::add);
            }
        }
        Optional<Path> java = homes.stream()
                .map(home -> home.resolve("bin/java"))
                .filter(Files::isExecutable)
                .findFirst();
        if (java.isEmpty()) {
            System.out.println("JDK 25 tests: NOT RUN (none found; -Dketch.jdk25=HOME or JAVA25_HOME names one)");
        }
        return java;
    }

    /** Runs a class and waits for its end, at most three minutes. */
    public static Result run(Path java, Class<?> main, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        Path output = Files.createTempFile("out", ".txt");
        Path errors = Files.createTempFile("err", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            // Options from outside are announced on the standard error.
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().remove("JDK_JAVA_OPTIONS");
            Process process = builder.start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(main + " does not end");
            }
            return new Result(process.exitValue(), Files.readAllLines(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
