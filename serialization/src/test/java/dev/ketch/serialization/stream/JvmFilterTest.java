// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter that is set for a whole JVM keeps its say. */
class JvmFilterTest {

    private static final String READ = "java.lang.IllegalStateException: here";

    /** Run in a JVM of its own, since its filter is set once and for all. */
    static final class Main {
        public static void main(String[] arguments) {
            ClassLoader loader = Main.class.getClassLoader();
            for (Serializer serializer : new Serializer[] {Serializers.java(loader), Serializers.kryo(loader)}) {
                byte[] bytes = serializer.serialize(new IllegalStateException("here"));
                try {
                    System.out.println(serializer.deserialize(bytes, 0, bytes.length));
                } catch (SerializationException e) {
                    System.out.println("refused");
                }
            }
        }
    }

    @Test
    void isRespected(@TempDir Path directory) throws Exception {
        assertThat(run(directory, "!java.lang.IllegalStateException")).containsExactly("refused", "refused");
        assertThat(run(directory, "!java.util.LinkedList")).containsExactly(READ, READ);
    }

    private static java.util.List<String> run(Path directory, String filter) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.serialFilter=" + filter,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
