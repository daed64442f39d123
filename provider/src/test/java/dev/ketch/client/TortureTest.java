// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Servers that are stopped, killed and restarted, connections that are reset, stalled, cut and damaged, and callers that
 * are interrupted: each call still ends in time, none gets another's value, and nothing is left behind.
 *
 * <p>{@code -Dketch.torture.seed} repeats a script.
 */
class TortureTest {
    static final int SERVERS = 3;
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int PLATFORM_CALLERS = 64;
    private static final int VIRTUAL_CALLERS = 1000;

    private static long seed() {
        return Long.getLong("ketch.torture.seed", ThreadLocalRandom.current().nextLong());
    }

    private static void platform(Duration duration) throws InterruptedException {
        long seed = seed();
        assertThat(new Torture(Torture::platform, 5_000, SERVERS).run(duration, PLATFORM_CALLERS, seed))
                .as("with -Dketch.torture.seed=" + seed)
                .isEmpty();
    }

    @Test
    void platformThreads() throws InterruptedException {
        platform(SHORT);
    }

    @Test
    @Tag("full")
    void platformThreadsForLong() throws InterruptedException {
        platform(LONG);
    }

    @Test
    void virtualThreads() throws IOException, InterruptedException {
        virtual(SHORT);
    }

    @Test
    @Tag("full")
    void virtualThreadsForLong() throws IOException, InterruptedException {
        virtual(LONG);
    }

    private static void virtual(Duration duration) throws IOException, InterruptedException {
        Optional<Path> java = Jdk25.java();
        if (java.isEmpty()) {
            System.out.println("JDK 25 tests: NOT RUN (none found; -Dketch.jdk25=HOME or JAVA25_HOME names one)");
            return;
        }
        Path build = Path.of(System.getProperty("ketch.build.directory", System.getProperty("java.io.tmpdir")));
        Path output = Files.createTempFile(Files.createDirectories(build), "torture-virtual-", ".log");
        List<String> command = new ArrayList<>(List.of(java.get().toString(), "-Xmx1g", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        for (String name : List.of("ketch.memcached", "ketch.build.directory")) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.add(TortureMain.class.getName());
        command.addAll(
                List.of(Long.toString(duration.toSeconds()), Integer.toString(VIRTUAL_CALLERS), Long.toString(seed())));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(duration.toSeconds() + 180, TimeUnit.SECONDS);
            String said = Files.readString(output);
            System.out.print(said);
            assertThat(ended)
                    .as("the other JVM has ended; its output is " + output)
                    .isTrue();
            assertThat(process.exitValue()).as(said).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
