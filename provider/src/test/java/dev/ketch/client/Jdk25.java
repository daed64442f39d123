// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a JDK 25: {@code -Dketch.jdk25}, {@code JAVA25_HOME}, or below {@code /usr/lib/jvm}. */
public final class Jdk25 {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private Jdk25() {}

    /** The {@code java} of the JDK that runs this, if that has virtual threads, else of a JDK 25. */
    public static Optional<Path> withVirtualThreads() throws IOException {
        if (Runtime.version().feature() >= 21) {
            return Optional.of(Path.of(System.getProperty("java.home"), "bin", "java"));
        }
        return java();
    }

    /** Its {@code java}. */
    public static Optional<Path> java() throws IOException {
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
        return homes.stream()
                .map(home -> home.resolve("bin/java"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
